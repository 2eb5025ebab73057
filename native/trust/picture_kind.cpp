#include "trust/picture_kind.hpp"

#include "data/film.hpp"
#include "data/random.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace chestlens {

PictureKind films_of(std::string name, std::vector<std::filesystem::path> files) {
  const std::size_t count = files.size();
  return {std::move(name), count,
          [files = std::move(files)](std::size_t i) { return read_film(files[i]); }};
}

PictureKind parts_of(const PictureKind& kind) {
  constexpr std::size_t parts = 3;
  const auto cut = [make = kind.make](std::size_t i) -> Result<GreyImage> {
    CHESTLENS_TRY(const auto whole, make(i / parts));
    const auto share = [i](std::uint64_t draw) {
      return static_cast<double>(derive_seed(i, {draw}) >> 11U) * 0x1p-53;
    };
    const int shorter = std::min(whole.width_pixels, whole.height_pixels);
    const int side = std::max(1, static_cast<int>(shorter * (0.3 + 0.7 * share(0))));
    const auto left = static_cast<std::size_t>((whole.width_pixels - side) * share(1));
    const int top = static_cast<int>((whole.height_pixels - side) * share(2));
    GreyImage part{side, side, whole.max_level, {}};
    for (int y = top; y < top + side; ++y) {
      const auto row = whole.pixels.begin() +
                       static_cast<std::ptrdiff_t>(area_pixels(whole.width_pixels, y) + left);
      part.pixels.insert(part.pixels.end(), row, row + side);
    }
    return part;
  };
  return {kind.name + ", parts", parts * kind.count, cut};
}

PictureKind changed(const PictureKind& kind, std::string name, Change change) {
  return {std::move(name), kind.count,
          [make = kind.make, change = std::move(change)](std::size_t i) -> Result<GreyImage> {
            CHESTLENS_TRY(const auto film, make(i));
            return change(film, i);
          }};
}

}  // namespace chestlens
