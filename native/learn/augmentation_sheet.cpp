#include "learn/augmentation_sheet.hpp"

#include "data/dataset.hpp"
#include "data/random.hpp"
#include "learn/apply_augmentation.hpp"
#include "learn/contact_sheet.hpp"
#include "learn/mixing_rows.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <string>
#include <utility>

namespace chestlens {
namespace {

/// What a seed derived from the sheet's is for.
enum SheetDraw : std::uint64_t { choice_of_films = 1, changes = 2, mixing = 3 };

SheetRow sheet_row(const std::string& title, const torch::Tensor& image,
                   const Augmentation& augmentation, int draws, std::uint64_t seed) {
  SheetRow row{title, {{image[0], {"the film"}}}};
  const AugmentationDraw draw = draw_augmentation(augmentation, draws, seed);
  const auto images = apply_augmentation(image.unsqueeze(0).repeat({draws, 1, 1, 1}), draw);
  for (std::int64_t i = 0; i < draws; ++i) {
    auto words = describe(draw, i);
    if (words.empty()) words = {"unchanged"};
    row.cells.push_back({images[i][0], std::move(words)});
  }
  return row;
}

}  // namespace

std::vector<std::size_t> films_of_classes_in_turn(const Manifest& manifest, std::size_t count,
                                                  std::uint64_t seed) {
  std::vector<std::vector<std::size_t>> of_class(manifest.classes.size());
  std::size_t left = 0;
  for (const std::size_t i : shuffled_indices(manifest.films.size(), seed)) {
    if (manifest.films[i].split == DeclaredSplit::test) continue;
    of_class[static_cast<std::size_t>(manifest.films[i].class_index)].push_back(i);
    ++left;
  }
  std::vector<std::size_t> chosen;
  for (std::size_t round = 0; chosen.size() < std::min(count, left); ++round) {
    for (const auto& films : of_class) {
      if (round < films.size() && chosen.size() < count) chosen.push_back(films[round]);
    }
  }
  return chosen;
}

Result<AugmentationSheet> augmentation_sheet(const Recipe& recipe,
                                             const std::filesystem::path& data_folder,
                                             const AugmentationSheetOptions& options) {
  report_notices(recipe, options.reporter);
  CHESTLENS_TRY(const auto manifest, load_manifest(data_folder, {.classes = recipe.data.classes}));
  const auto films = films_of_classes_in_turn(manifest, static_cast<std::size_t>(options.films),
                                              derive_seed(options.seed, {choice_of_films}));
  if (films.empty()) {
    return fail(ErrorCode::invalid_argument, "has only test films", data_folder.string());
  }
  InputSpec input = recipe.input;
  if (options.size_pixels > 0) input.size_pixels = options.size_pixels;
  CHESTLENS_TRY(const auto dataset, load_dataset(manifest, films, input, options.threads,
                                                 options.cache_folder, options.reporter));
  std::vector<SheetRow> rows;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const ManifestRow& film = manifest.films[films[i]];
    const std::string& class_name = manifest.classes[static_cast<std::size_t>(film.class_index)];
    rows.push_back(sheet_row(class_name + "   " + film.file,
                             dataset.images[static_cast<std::int64_t>(i)], recipe.augment,
                             options.draws, derive_seed(options.seed, {changes, i})));
  }
  for (SheetRow& row : mixing_rows(recipe, dataset, manifest.classes,
                                   derive_seed(options.seed, {SheetDraw::mixing}))) {
    rows.push_back(std::move(row));
  }
  const std::string title = fmt::format("{}: augmentation at {} px, seed {}", recipe.title,
                                        input.size_pixels, options.seed);
  return AugmentationSheet{contact_sheet(title, rows), films.size()};
}

}  // namespace chestlens
