#include "tiff_header.hpp"

#include <optional>

namespace chestlens::decoder {
namespace {

enum Tag : std::uint64_t {
  image_width = 256,
  image_length = 257,
  tile_width_tag = 322,
  tile_length_tag = 323
};

/// Field sizes of classic TIFF (32-bit offsets) and BigTIFF (64-bit).
struct Variant {
  std::size_t offset_bytes = 4;
  std::size_t count_bytes = 2;  // of the number of entries
  std::size_t entry_bytes = 12;
};

struct Cursor {
  Bytes bytes;
  bool big_endian = false;

  /// Number of 1 to 8 bytes; none where the file ends before.
  std::optional<std::uint64_t> number(std::uint64_t offset, std::size_t count) const {
    if (offset > bytes.size() || bytes.size() - offset < count) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = static_cast<std::size_t>(offset) + (big_endian ? i : count - 1 - i);
      value = value << 8U | std::to_integer<std::uint64_t>(bytes[at]);
    }
    return value;
  }
};

/// Bytes of one value of a whole-number type: SHORT, LONG, LONG8.
std::size_t type_bytes(std::uint64_t type) {
  switch (type) {
    case 3:
      return 2;
    case 4:
      return 4;
    case 16:
      return 8;
    default:
      return 0;
  }
}

struct Sides {
  std::optional<std::uint64_t> width, height, tile_width, tile_height;

  std::optional<std::uint64_t>* of(std::uint64_t tag) {
    switch (tag) {
      case image_width:
        return &width;
      case image_length:
        return &height;
      case tile_width_tag:
        return &tile_width;
      case tile_length_tag:
        return &tile_height;
      default:
        return nullptr;
    }
  }
};

/// None where the directory lies beyond the end.
std::optional<Sides> read_sides(const Cursor& file) {
  const bool big = file.number(2, 2) == 43U;
  const Variant variant = big ? Variant{8, 8, 20} : Variant{};
  const auto directory = file.number(big ? 8 : 4, variant.offset_bytes);
  if (!directory) return std::nullopt;
  const auto entries = file.number(*directory, variant.count_bytes);
  if (!entries) return std::nullopt;
  Sides sides;
  std::uint64_t entry = *directory + variant.count_bytes;
  for (std::uint64_t i = 0; i < *entries; ++i, entry += variant.entry_bytes) {
    const auto tag = file.number(entry, 2);
    const auto type = file.number(entry + 2, 2);
    if (!tag || !type) return std::nullopt;
    std::optional<std::uint64_t>* side = sides.of(*tag);
    const std::size_t bytes = type_bytes(*type);
    if (side == nullptr || bytes == 0 || bytes > variant.offset_bytes) continue;
    if (!*side) *side = file.number(entry + 4 + variant.offset_bytes, bytes);
  }
  return sides;
}

}  // namespace

Status check_tiff_header(Bytes bytes, const DecodeLimits& limits) {
  const Cursor file{bytes, !bytes.empty() && bytes[0] == std::byte{'M'}};
  const std::optional<Sides> sides = read_sides(file);
  if (!sides) return tl::unexpected(truncated_after("TIFF", 0, 0));
  if (sides->width && sides->height) {
    CHESTLENS_CHECK(check_size("TIFF", *sides->width, *sides->height, limits));
  }
  if (sides->tile_width && sides->tile_height) {
    return check_size("TIFF tile", *sides->tile_width, *sides->tile_height, limits);
  }
  return {};
}

}  // namespace chestlens::decoder
