#include "serve/byte_range.hpp"

#include <algorithm>
#include <charconv>

namespace chestlens {
namespace {

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<ByteRange> parse_byte_range(std::string_view text, std::uint64_t file_bytes) {
  constexpr std::string_view unit = "bytes=";
  if (!text.starts_with(unit)) return std::nullopt;
  text.remove_prefix(unit.size());
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view from = text.substr(0, dash);
  const std::string_view to = text.substr(dash + 1);

  if (from.empty()) {
    const auto last = parse_number(to);
    if (!last) return std::nullopt;
    const std::uint64_t bytes = std::min(*last, file_bytes);
    return ByteRange{bytes > 0, file_bytes - bytes, bytes};
  }
  const auto first = parse_number(from);
  const auto last = to.empty() ? std::optional(UINT64_MAX) : parse_number(to);
  if (!first || !last || *last < *first) return std::nullopt;
  if (*first >= file_bytes) return ByteRange{false, 0, 0};
  return ByteRange{true, *first, std::min(*last, file_bytes - 1) - *first + 1};
}

}  // namespace chestlens
