#pragma once

#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// Whether a run may begin in a folder: a new or an empty one, or one that holds nothing but an
/// attempt of this program that never saved, recognised by run.json and the digests in it. Errors:
/// invalid_argument naming the file that would be written over; io.
Status check_may_begin(const std::filesystem::path& run_folder, const Recipe& recipe);

}  // namespace chestlens
