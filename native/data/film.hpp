#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <filesystem>

namespace chestlens {

/// Reads and decodes one film. Errors: as read_file and decode_image, with the path as context.
Result<GreyImage> read_film(const std::filesystem::path& path);

}  // namespace chestlens
