#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <filesystem>
#include <optional>

namespace chestlens {

/// Reads and decodes one film with what is to be said of it; of a DICOM file of several frames the
/// one counted from 1. The path may lead into an archive (files/stored.hpp). Errors: as
/// read_stored, decode_film and check_not_blank, with the path.
Result<DecodedFilm> read_decoded_film(const std::filesystem::path& path,
                                      std::optional<int> frame = {});

/// Its grey levels alone, of a mask too, which may be blank. Errors: as read_stored and
/// decode_film.
Result<GreyImage> read_film(const std::filesystem::path& path, std::optional<int> frame = {});

}  // namespace chestlens
