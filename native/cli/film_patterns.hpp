#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// The files and folders that a quoted pattern stands for, in the order of their names: * ? and
/// [a-z] within a name, ** for folders at any depth, hidden names only where the pattern has the
/// dot. A path that exists, or that has none of these, is itself. Errors: not_found, io.
Result<std::vector<std::string>> expand_pattern(const std::filesystem::path& pattern);

}  // namespace chestlens
