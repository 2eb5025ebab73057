#include "data/film.hpp"

#include "io/atomic_file.hpp"

#include <chestlens/decode.hpp>

namespace chestlens {

Result<GreyImage> read_film(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto bytes, read_file(path));
  CHESTLENS_TRY(auto film, with_context(decode_image(bytes), path.string()));
  return film;
}

}  // namespace chestlens
