#include "data/film.hpp"

#include "io/atomic_file.hpp"

#include <chestlens/decode.hpp>

namespace chestlens {

Result<GreyImage> read_film(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  auto film = decode_image(*bytes);
  if (!film) return fail(film.error().code, film.error().message, path.string());
  return film;
}

}  // namespace chestlens
