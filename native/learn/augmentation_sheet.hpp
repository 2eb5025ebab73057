#pragma once

#include "data/manifest.hpp"
#include "io/reporter.hpp"
#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace chestlens {

struct AugmentationSheetOptions {
  int films = 6;                            // rows
  int draws = 6;                            // beside each film
  std::uint64_t seed = 1;                   // of the choice of films and of the draws
  int size_pixels = 0;                      // of a film; 0: the recipe's
  int threads = 1;                          // for decoding films
  std::filesystem::path cache_folder = {};  // of prepared films; empty: none
  Reporter reporter = {};
};

struct AugmentationSheet {
  RgbaImage image;
  std::size_t films = 0;  // rows of augmented films
};

/// A contact sheet of what a recipe's augmentation makes of films: each film beside draws of it
/// with their changes in words; under them the films mixed with each other, where a stage of the
/// recipe does that. Errors: those of load_manifest and load_dataset; invalid_argument
/// where the manifest has only test films.
Result<AugmentationSheet> augmentation_sheet(const Recipe& recipe,
                                             const std::filesystem::path& data_folder,
                                             const AugmentationSheetOptions& options);

/// Up to `count` films that are not declared test films, one per class in turn; the seed decides
/// which.
std::vector<std::size_t> films_of_classes_in_turn(const Manifest& manifest, std::size_t count,
                                                  std::uint64_t seed);

}  // namespace chestlens
