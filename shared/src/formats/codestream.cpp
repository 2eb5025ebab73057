#include "codestream.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace chestlens::formats {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint64_t start_of_tile_part = 0xFF90;
constexpr std::uint64_t end_mark = 0xFFD9;

/// Big-endian number of 1 to 8 bytes; none where the file ends before.
std::optional<std::uint64_t> number_at(Bytes bytes, std::uint64_t offset, std::size_t count) {
  if (offset > bytes.size() || bytes.size() - offset < count) return std::nullopt;
  std::uint64_t value = 0;
  for (const std::byte byte : bytes.subspan(static_cast<std::size_t>(offset), count)) {
    value = value << 8U | std::to_integer<std::uint64_t>(byte);
  }
  return value;
}

/// The contents of a JP2 file's box jp2c (I.5.4); a codestream as it is.
Bytes codestream_of(Bytes file) {
  constexpr std::uint64_t codestream_box = 0x6A703263;  // "jp2c"
  if (number_at(file, 0, 2) == 0xFF4FU) return file;
  std::uint64_t at = 0;
  while (const auto kind = number_at(file, at + 4, 4)) {
    const std::uint64_t short_length = *number_at(file, at, 4);
    const std::uint64_t header = short_length == 1 ? 16 : 8;
    const std::uint64_t length =
        short_length == 1 ? number_at(file, at + 8, 8).value_or(0) : short_length;
    if (*kind == codestream_box && at + header <= file.size()) {
      return file.subspan(static_cast<std::size_t>(at + header));
    }
    if (length < header || length > file.size() - at) break;
    at += length;
  }
  return {};
}

/// The number of tiles by the marker SIZ (A.5.1), which comes first; 0 where it makes no sense.
std::uint64_t tiles_of(Bytes codestream) {
  const auto side = [&](std::size_t axis) -> std::uint64_t {
    const auto word = [&](std::size_t index) {
      return number_at(codestream, 8 + 4 * (index * 2 + axis), 4).value_or(0);
    };
    const std::uint64_t end = word(0), tile = word(2), first = word(3);
    return tile == 0 || end <= first ? 0 : (end - first + tile - 1) / tile;
  };
  return side(0) * side(1);
}

/// Where the first part of a tile begins, after the main header; 0 where that is not whole.
std::uint64_t first_tile_part(Bytes codestream) {
  std::uint64_t at = 2;
  while (const auto marker = number_at(codestream, at, 2)) {
    if (*marker == start_of_tile_part) return at;
    const auto length = number_at(codestream, at + 2, 2);
    if (!length || *length < 2) break;
    at += 2 + *length;
  }
  return 0;
}

}  // namespace

CodestreamEnd end_of_codestream(std::span<const std::byte> file) {
  const Bytes codestream = codestream_of(file);
  const std::uint64_t tiles = tiles_of(codestream);
  std::uint64_t at = first_tile_part(codestream);
  if (at == 0 || tiles == 0) return CodestreamEnd::cut;
  std::set<std::uint64_t> finished;  // tiles whose last part was seen
  while (number_at(codestream, at, 2) == start_of_tile_part) {
    const auto tile = number_at(codestream, at + 4, 2);
    const auto length = number_at(codestream, at + 6, 4);
    const auto part = number_at(codestream, at + 10, 1);
    const auto parts = number_at(codestream, at + 11, 1);
    if (!parts) return CodestreamEnd::cut;
    if (*length == 0) {  // the last part, up to the mark
      const Bytes rest = codestream.subspan(static_cast<std::size_t>(at));
      const std::byte mark[] = {std::byte{0xFF}, std::byte{0xD9}};
      return std::ranges::search(rest, mark).empty() ? CodestreamEnd::cut : CodestreamEnd::whole;
    }
    if (*length < 12 || *length > codestream.size() - at) return CodestreamEnd::cut;
    if (*part + 1 == *parts) finished.insert(*tile);
    at += *length;
  }
  if (number_at(codestream, at, 2) == end_mark) return CodestreamEnd::whole;
  const auto half_a_mark = number_at(codestream, at, 1);
  const bool is_at_end = codestream.size() - at < 2 && half_a_mark.value_or(0xFF) == 0xFF;
  return is_at_end && finished.size() == tiles ? CodestreamEnd::without_mark : CodestreamEnd::cut;
}

}  // namespace chestlens::formats
