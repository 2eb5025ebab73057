#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "data/dataset.hpp"
#include "data/film_cache.hpp"
#include "data/random.hpp"
#include "io/atomic_file.hpp"
#include "learn/apply_augmentation.hpp"
#include "learn/contact_sheet.hpp"
#include "recipe/recipe.hpp"

#include <chestlens/encode.hpp>

#include <CLI/CLI.hpp>
#include <torch/torch.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path recipe;
  std::filesystem::path data;
  std::filesystem::path show;
  int films = 6;
  int draws = 6;
  std::uint64_t seed = 1;
  int size_pixels = 0;
  int threads = 1;
};

/// What a seed derived from the command line's is for.
enum Purpose : std::uint64_t { choice = 1, changes = 2 };

/// Up to `count` films that are not declared test films, the classes in turn.
std::vector<std::size_t> chosen_films(const Manifest& manifest, std::size_t count,
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

SheetRow row_of(const ManifestRow& film, const std::string& class_name, const torch::Tensor& image,
                const Augmentation& augmentation, int draws, std::uint64_t seed) {
  SheetRow row{class_name + "   " + film.file, {{image[0], {"the film"}}}};
  const AugmentationDraw draw = draw_augmentation(augmentation, draws, seed);
  const auto images = apply_augmentation(image.unsqueeze(0).repeat({draws, 1, 1, 1}), draw);
  for (std::int64_t i = 0; i < draws; ++i) {
    auto words = describe(draw, i);
    if (words.empty()) words = {"as it is"};
    row.cells.push_back({images[i][0], std::move(words)});
  }
  return row;
}

Status run(const Arguments& arguments) {
  use_threads(arguments.threads);
  CHESTLENS_TRY(const auto recipe, load_recipe(arguments.recipe));
  CHESTLENS_TRY(const auto manifest,
                load_manifest(arguments.data, {.classes = recipe.data.classes}));
  const auto films = chosen_films(manifest, static_cast<std::size_t>(arguments.films),
                                  derive_seed(arguments.seed, {choice}));
  if (films.empty()) {
    return fail(ErrorCode::invalid_argument, "has no film but test films", arguments.data.string());
  }
  InputSpec input = recipe.input;
  if (arguments.size_pixels > 0) input.size_pixels = arguments.size_pixels;
  CHESTLENS_TRY(const auto dataset, load_dataset(manifest, films, input, arguments.threads,
                                                 film_cache_folder(), terminal_reporter()));

  std::vector<SheetRow> rows;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const ManifestRow& film = manifest.films[films[i]];
    rows.push_back(row_of(film, manifest.classes[static_cast<std::size_t>(film.class_index)],
                          dataset.images[static_cast<std::int64_t>(i)], recipe.augment,
                          arguments.draws, derive_seed(arguments.seed, {changes, i})));
  }
  const RgbaImage sheet =
      contact_sheet(recipe.title + ": augmentation at " + std::to_string(input.size_pixels) +
                        " px, seed " + std::to_string(arguments.seed),
                    rows);
  CHESTLENS_TRY(const auto png, encode_png(sheet));
  CHESTLENS_CHECK(write_file_atomic(arguments.show, png));
  std::printf("%zu films, %d draws of each: %s\n", films.size(), arguments.draws,
              arguments.show.c_str());
  return {};
}

}  // namespace

void add_augment(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "augment",
      "Show what a recipe's augmentation makes of films: a contact sheet, each film beside draws\n"
      "of it that say what they went through.");
  command->add_option("--recipe", arguments->recipe, "The recipe")->required();
  command->add_option("--data", arguments->data, "Folder that holds manifest.csv and the films")
      ->required();
  command->add_option("--show", arguments->show, "The contact sheet to write, a PNG")->required();
  command->add_option("--films", arguments->films, "How many films, the classes in turn")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->add_option("--draws", arguments->draws, "How many draws of each")
      ->check(CLI::Range(1, 32))
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "The same seed gives the same sheet")
      ->capture_default_str();
  command
      ->add_option("--size", arguments->size_pixels,
                   "Side of a film in pixels; that of the recipe's last stage if not given")
      ->check(CLI::Range(32, 1024));
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
