#include "data/film.hpp"

#include "files/stored.hpp"
#include "io/other_names.hpp"

#include <chestlens/archive.hpp>
#include <chestlens/blank.hpp>
#include <chestlens/dicom.hpp>

namespace chestlens {

namespace {

Result<DecodedFilm> decoded_file(const std::filesystem::path& path, std::optional<int> frame) {
  CHESTLENS_TRY(const auto bytes, read_stored(path_on_disk(path)));
  if (is_zip(bytes)) {
    return fail(ErrorCode::not_an_image,
                "is a ZIP archive; name one film in it as ARCHIVE.zip/FILE (chestlens inspect "
                "ARCHIVE.zip lists them)",
                path.string());
  }
  return with_context(decode_film(bytes, frame), path.string());
}

}  // namespace

Result<DecodedFilm> read_decoded_film(const std::filesystem::path& path, std::optional<int> frame) {
  CHESTLENS_TRY(auto film, decoded_file(path, frame));
  CHESTLENS_CHECK(with_context(check_not_blank(film.image), path.string()));
  return film;
}

Result<GreyImage> read_film(const std::filesystem::path& path, std::optional<int> frame) {
  CHESTLENS_TRY(auto film, decoded_file(path, frame));
  return std::move(film.image);
}

}  // namespace chestlens
