#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// A film changed, which is the i-th of an audit. From several threads.
using FilmChange = std::function<Result<GreyImage>(const GreyImage& film, std::size_t i)>;

struct NamedFilmChange {
  std::string name;     // "blurred"
  std::string meaning;  // "Gaussian blur, deviation 1 % of the width"
  FilmChange change;
};

/// What an audit covers, by the mean grey of the rest.
enum class Covered : std::uint8_t {
  lungs,   // estimate_lung_field, grown by 3 % of the width
  border,  // the outer border_share of the film
  all_but_border,
  text,      // what find_text finds
  elsewhere  // the same boxes, mirrored: as much of a film, but no text
};
FilmChange cover(Covered part);

/// "lungs", "border", "all-but-border" and "text". Errors: invalid_argument, listing them.
std::vector<std::string> names_of_covered();
Result<Covered> parse_covered(std::string_view name);

/// Changes that are no disease: brightness, position, resolution, blur, noise, JPEG.
std::vector<NamedFilmChange> harmless_changes();

/// Noise of one grey level, which no answer should notice.
NamedFilmChange least_change();

}  // namespace chestlens
