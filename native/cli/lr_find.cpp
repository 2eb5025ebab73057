#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "data/film_cache.hpp"
#include "io/atomic_file.hpp"
#include "io/output.hpp"
#include "learn/device.hpp"
#include "train/search_rates.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path recipe;
  std::filesystem::path curve;
  std::string device = "auto";
  int stage = 1;
  bool replace = false;
  TrainOptions options;
};

Status run(Arguments arguments) {
  TrainOptions& options = arguments.options;
  CHESTLENS_CHECK(check_output_file(
      arguments.curve,
      {.replace = arguments.replace, .inputs = files_at({arguments.recipe, options.data_folder})},
      ".svg"));
  CHESTLENS_TRY(const auto recipe, load_recipe(arguments.recipe));
  CHESTLENS_TRY(options.device, choose_device(arguments.device));
  use_kernels(options.device, Kernels::expected);
  use_threads(options.threads);
  options.cache_folder = film_cache_folder();
  options.reporter = terminal_reporter();
  catch_interrupts();
  options.stop_requested = interrupted;

  CHESTLENS_TRY(const auto found, search_rates(recipe, arguments.stage, options));
  const int size_pixels = recipe.stages[static_cast<std::size_t>(arguments.stage - 1)].size_pixels;
  const LineChart chart = rate_chart(
      found, fmt::format("{}, stage {} of {} px", recipe.name, arguments.stage, size_pixels));
  CHESTLENS_CHECK(write_file_atomic(arguments.curve, to_svg(chart)));
  std::printf("steepest %.2g\nvalley %.2g\nover %zu rates from %.2g to %.2g; the curve is %s\n",
              found.suggested.steepest, found.suggested.valley, found.points.size(),
              found.points.front().learning_rate, found.points.back().learning_rate,
              arguments.curve.c_str());
  return {};
}

}  // namespace

void add_lr_find(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  TrainOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(lr_find_command.name, lr_find_command.description);
  command->add_option("--recipe", arguments->recipe, "Recipe, e.g. models/densenet121-cxr.toml")
      ->required();
  command->add_option("--data", options.data_folder, "Folder of manifest.csv and the films")
      ->required();
  command->add_option("--out", arguments->curve, "Plot to write (SVG)")->required();
  command->add_flag("--replace", arguments->replace, "Replace a plot that is there");
  command->add_option("--stage", arguments->stage, "Stage of the recipe, from 1")
      ->check(whole_number_in(1, 1000))
      ->capture_default_str();
  command->add_option("--device", arguments->device, "auto, cpu or cuda")
      ->check(one_of({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  add_threads_option(*command, options.threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
