#include "trust/picture_kind.hpp"

#include "data/film.hpp"

#include <utility>

namespace chestlens {

PictureKind films_of(std::string name, std::vector<std::filesystem::path> files) {
  const std::size_t count = files.size();
  return {std::move(name), count,
          [files = std::move(files)](std::size_t i) { return read_film(files[i]); }};
}

PictureKind changed(const PictureKind& kind, std::string name, Change change) {
  return {std::move(name), kind.count,
          [make = kind.make, change = std::move(change)](std::size_t i) -> Result<GreyImage> {
            CHESTLENS_TRY(const auto film, make(i));
            return change(film, i);
          }};
}

}  // namespace chestlens
