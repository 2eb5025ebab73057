#include "io/saved_text.hpp"

#include "io/text.hpp"
#include "io/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace chestlens {
namespace {

constexpr std::size_t beginning_bytes = 1024;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

// Windows-1252's characters 0x80 to 0x9F (https://encoding.spec.whatwg.org/index-windows-1252.txt);
// all others are those of Unicode.
constexpr std::array<std::uint32_t, 32> windows_1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void append_utf8(std::string& text, std::uint32_t value) {
  const auto put = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (value < 0x80) return put(value);
  if (value < 0x800) {
    put(0xC0U | value >> 6U);
  } else {
    if (value < 0x10000) {
      put(0xE0U | value >> 12U);
    } else {
      put(0xF0U | value >> 18U);
      put(0x80U | (value >> 12U & 0x3FU));
    }
    put(0x80U | (value >> 6U & 0x3FU));
  }
  put(0x80U | (value & 0x3FU));
}

struct Utf16 {
  bool is_little_endian = true;
  std::size_t mark_bytes = 0;
};

/// By the mark, or by which half of most characters is zero.
std::optional<Utf16> utf16_of(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return Utf16{true, 2};
  if (bytes.starts_with("\xFE\xFF")) return Utf16{false, 2};
  const std::string_view start = bytes.substr(0, beginning_bytes);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < start.size(); ++i) {
    if (start[i] == '\0') ++zeros[i % 2];
  }
  if (zeros[0] + zeros[1] < start.size() / 4 || start.size() < 4) return std::nullopt;
  if (zeros[0] == 0) return Utf16{true, 0};
  return zeros[1] == 0 ? std::optional(Utf16{false, 0}) : std::nullopt;
}

Result<std::string> from_utf16(std::string_view bytes, bool is_little_endian) {
  const auto unit_at = [&](std::size_t at) {
    const auto low = static_cast<unsigned char>(bytes[at + (is_little_endian ? 0 : 1)]);
    const auto high = static_cast<unsigned char>(bytes[at + (is_little_endian ? 1 : 0)]);
    return static_cast<std::uint32_t>(high) << 8U | low;
  };
  const auto broken = [] {
    return fail(ErrorCode::parse, "is UTF-16 that is damaged; save the file again, as UTF-8");
  };
  if (bytes.size() % 2 != 0) return broken();
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    const std::uint32_t unit = unit_at(at);
    if (unit < 0xD800 || unit > 0xDFFF) {
      append_utf8(text, unit);
      continue;
    }
    at += 2;
    if (unit > 0xDBFF || at >= bytes.size()) return broken();
    const std::uint32_t second = unit_at(at);
    if (second < 0xDC00 || second > 0xDFFF) return broken();
    append_utf8(text, 0x10000 + ((unit - 0xD800) << 10U) + (second - 0xDC00));
  }
  return text;
}

SavedText from_bytes(std::string_view bytes) {
  SavedText saved;
  if (first_not_utf8(bytes) == std::string_view::npos) {
    saved.text = bytes;
    return saved;
  }
  saved.is_guessed = true;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
    const std::string_view line = bytes.substr(at, end - at);
    const bool is_utf8 = first_not_utf8(line) == std::string_view::npos;
    saved.text += is_utf8 ? std::string(line) : from_windows_1252(line);
    at = end;
  }
  return saved;
}

}  // namespace

std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const std::uint32_t byte = static_cast<unsigned char>(c);
    append_utf8(text, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte);
  }
  return text;
}

std::optional<std::string> to_windows_1252(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    const auto [value, length] = first_code_point(text);
    const auto* const special = std::ranges::find(windows_1252, value);
    if (length == 0) return std::nullopt;
    if (special != windows_1252.end()) {
      bytes += static_cast<char>(0x80 + (special - windows_1252.begin()));
    } else if (value < 0x80 || (value >= 0xA0 && value <= 0xFF)) {
      bytes += static_cast<char>(value);
    } else {
      return std::nullopt;
    }
    text.remove_prefix(length);
  }
  return bytes;
}

std::string mistaken_file(std::string_view beginning) {
  if (beginning.starts_with(utf8_mark)) beginning.remove_prefix(utf8_mark.size());
  const std::string_view start = trimmed(beginning.substr(0, beginning_bytes), " \t\r\n");
  if (start.starts_with("<")) return "looks like a web page: the download went wrong";
  if (start.starts_with("version https://git-lfs.github.com/") ||
      start.starts_with("version https://hawser.github.com/")) {
    return "is a pointer of Git LFS, not the file itself, which `git lfs pull` fetches";
  }
  return {};
}

Result<SavedText> read_saved_text(std::string_view bytes) {
  if (bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4)) ||
      bytes.starts_with(std::string_view("\0\0\xFE\xFF", 4))) {
    return fail(ErrorCode::parse, "is UTF-32; save the file as UTF-8 (in Excel: CSV UTF-8)");
  }
  SavedText saved;
  if (const auto utf16 = utf16_of(bytes)) {
    CHESTLENS_TRY(saved.text, from_utf16(bytes.substr(utf16->mark_bytes), utf16->is_little_endian));
    if (saved.text.starts_with(utf8_mark)) saved.text.erase(0, utf8_mark.size());
  } else {
    if (bytes.starts_with("PK\x03\x04")) {
      return fail(ErrorCode::parse, "is a workbook or an archive, no text; save it as CSV UTF-8");
    }
    if (bytes.starts_with(utf8_mark)) bytes.remove_prefix(utf8_mark.size());
    saved = from_bytes(bytes);
  }
  if (std::string mistaken = mistaken_file(saved.text); !mistaken.empty()) {
    return fail(ErrorCode::parse, std::move(mistaken));
  }
  if (saved.text.find('\0') != std::string::npos) {
    return fail(ErrorCode::parse, "holds zero bytes and is no text");
  }
  return saved;
}

std::string guess_note(std::string_view name) {
  return std::string(name) +
         ": is not UTF-8 and was read as Windows-1252; where its letters are others, save it as "
         "UTF-8 (in Excel: CSV UTF-8)";
}

}  // namespace chestlens
