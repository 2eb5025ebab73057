#pragma once

#include "trust/picture_kind.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <vector>

namespace chestlens {

/// A kind for each folder in `folder`, named as it, with all pictures below it that can be decoded,
/// the first 2,000 in the order of their names; and one of their parts. Errors: not_found, io;
/// invalid_argument where it holds no such folder.
Result<std::vector<PictureKind>> surprise_kinds(const std::filesystem::path& folder);

/// Generated films, of all classes in turn: films of nobody.
PictureKind phantom_kind();

}  // namespace chestlens
