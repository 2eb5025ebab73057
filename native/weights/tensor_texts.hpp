#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace chestlens {

/// The texts of a tensor file (TensorFile::texts), of which the header alone is read. Errors:
/// not_found, io, truncated, corrupt.
Result<std::map<std::string, std::string>> read_tensor_texts(const std::filesystem::path& path);

}  // namespace chestlens
