#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "data/film_cache.hpp"
#include "io/atomic_file.hpp"
#include "io/output.hpp"
#include "learn/augmentation_sheet.hpp"

#include <chestlens/encode.hpp>

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path recipe;
  std::filesystem::path data;
  std::filesystem::path show;
  AugmentationSheetOptions options;
  bool replace = false;
};

Status run(Arguments arguments) {
  AugmentationSheetOptions& options = arguments.options;
  CHESTLENS_CHECK(check_output_file(
      arguments.show,
      {.replace = arguments.replace, .inputs = files_at({arguments.recipe, arguments.data})},
      ".png"));
  use_threads(options.threads);
  options.cache_folder = film_cache_folder();
  options.reporter = terminal_reporter();
  CHESTLENS_TRY(const auto recipe, load_recipe(arguments.recipe));
  CHESTLENS_TRY(const auto sheet, augmentation_sheet(recipe, arguments.data, options));
  CHESTLENS_TRY(const auto png, encode_png(sheet.image));
  CHESTLENS_CHECK(write_file_atomic(arguments.show, png));
  std::printf("%zu films, %d draws of each: %s\n", sheet.films, options.draws,
              arguments.show.c_str());
  return {};
}

}  // namespace

void add_augment(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  AugmentationSheetOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(augment_command.name, augment_command.description);
  command->add_option("--recipe", arguments->recipe, "Recipe, e.g. models/densenet121-cxr.toml")
      ->required();
  command->add_option("--data", arguments->data, "Folder of manifest.csv and the films")
      ->required();
  command->add_option("--show", arguments->show, "Contact sheet to write (PNG)")->required();
  command->add_flag("--replace", arguments->replace, "Replace a sheet that is there");
  command->add_option("--films", options.films, "Number of films, taken from the classes in turn")
      ->check(whole_number_in(1, 64))
      ->capture_default_str();
  command->add_option("--draws", options.draws, "Augmented copies per film")
      ->check(whole_number_in(1, 32))
      ->capture_default_str();
  command->add_option("--seed", options.seed, "Seed; the same seed gives the same sheet")
      ->check(seed_number())
      ->capture_default_str();
  command
      ->add_option("--size", options.size_pixels,
                   "Side of a film in pixels; by default that of the recipe's last stage")
      ->check(whole_number_in(32, 1024));
  add_threads_option(*command, options.threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
