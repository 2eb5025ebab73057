#include "orientation.hpp"

#include <optional>
#include <utility>

namespace chestlens::decoder {
namespace {

/// A number of the EXIF data's byte order; none beyond their end.
std::optional<std::uint32_t> number_at(Bytes exif, std::size_t offset, std::size_t count,
                                       bool big_endian) {
  if (offset > exif.size() || exif.size() - offset < count) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = offset + (big_endian ? i : count - 1 - i);
    value = value << 8U | std::to_integer<std::uint32_t>(exif[at]);
  }
  return value;
}

}  // namespace

FilmChange upright(int orientation) {
  switch (orientation) {
    case 2:
      return {.mirror = true};
    case 3:
      return {.quarter_turns = 2};
    case 4:
      return {.mirror = true, .quarter_turns = 2};
    case 5:
      return {.mirror = true, .quarter_turns = 3};
    case 6:
      return {.quarter_turns = 1};
    case 7:
      return {.mirror = true, .quarter_turns = 1};
    case 8:
      return {.quarter_turns = 3};
    default:
      return {};
  }
}

DecodedFilm seen_upright(Decoded decoded) {
  DecodedFilm film{std::move(decoded.image), {}, std::move(decoded.notes)};
  film.colored_share =
      static_cast<double>(decoded.colored_pixels) / static_cast<double>(film.image.pixels.size());
  const FilmChange change = upright(decoded.orientation);
  if (change == FilmChange{}) return film;
  film.image = changed(std::move(film.image), change);
  film.notes.push_back("Its orientation tag asks for it to be seen " + in_words(change) + ".");
  return film;
}

int exif_orientation(Bytes exif) {
  constexpr std::uint32_t orientation_tag = 274;
  constexpr std::size_t entry_bytes = 12;
  if (exif.size() < 8) return 1;
  const bool big_endian = exif[0] == std::byte{'M'};
  const auto number = [&](std::size_t offset, std::size_t count) {
    return number_at(exif, offset, count, big_endian);
  };
  const auto directory = number(4, 4);
  const auto entries = directory ? number(*directory, 2) : std::nullopt;
  if (!entries) return 1;
  for (std::size_t i = 0; i < *entries; ++i) {
    const std::size_t entry = std::size_t{*directory} + 2 + i * entry_bytes;
    const auto tag = number(entry, 2);
    if (!tag) return 1;
    if (*tag == orientation_tag) return static_cast<int>(number(entry + 8, 2).value_or(1));
  }
  return 1;
}

}  // namespace chestlens::decoder
