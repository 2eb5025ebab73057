#include "train/lr_find.hpp"

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "data/film_cache.hpp"
#include "data/split.hpp"
#include "io/atomic_file.hpp"
#include "io/text.hpp"
#include "learn/device.hpp"
#include "plot/chart.hpp"
#include "train/session.hpp"
#include "train/start_weights.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path recipe;
  std::filesystem::path curve;
  std::string device = "auto";
  int stage = 1;
  TrainOptions options;
};

struct Found {
  std::vector<RatePoint> points;
  SuggestedRates suggested;
};

Result<Found> find(const Recipe& recipe, const Stage& stage, const TrainOptions& options) {
  CHESTLENS_TRY(const auto manifest,
                load_manifest(options.data_folder, {.classes = recipe.data.classes}));
  CHESTLENS_TRY(const auto split,
                make_split(manifest, recipe.data.validation_fraction, recipe.data.seed));
  CHESTLENS_TRY(const auto films,
                load_dataset(manifest, split.train, input_of(recipe, stage), options.threads,
                             options.cache_folder, options.reporter));
  const Computing computing = new_computing(recipe.train, options.device, manifest, split.train);
  CHESTLENS_TRY(const auto classifier, new_classifier(recipe, manifest, options));
  CHESTLENS_CHECK(load_start_weights(classifier, recipe, manifest, split.train, options));
  Learner learner = new_learner(classifier, recipe.train, computing);
  const RateSearch search{.stop_requested = options.stop_requested, .reporter = options.reporter};
  CHESTLENS_TRY(auto points, find_rates(learner, films, recipe, stage, computing, search));
  CHESTLENS_TRY(const auto suggested, suggest_rates(points, search));
  return Found{std::move(points), suggested};
}

std::string rate_text(double rate) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2g", rate);
  return text;
}

std::string curve_of(const Found& found, const std::string& title) {
  LineChart chart{.title = title,
                  .x_label = "learning rate",
                  .y_label = "training loss, smoothed",
                  .log_x = true};
  Series& series = chart.series.emplace_back();
  for (const RatePoint& point : found.points) {
    series.x.push_back(point.learning_rate);
    series.y.push_back(point.loss);
  }
  const auto& [steepest, valley] = found.suggested;
  chart.markers = {{steepest, "steepest " + rate_text(steepest)},
                   {valley, "valley " + rate_text(valley)}};
  return to_svg(chart);
}

Status run(Arguments arguments) {
  CHESTLENS_TRY(const auto recipe, load_recipe(arguments.recipe));
  const auto stages = static_cast<int>(recipe.stages.size());
  if (arguments.stage > stages) {
    return fail(ErrorCode::invalid_argument, "the recipe has " + std::to_string(stages) + " stages",
                "--stage " + std::to_string(arguments.stage));
  }
  CHESTLENS_TRY(const auto device, choose_device(arguments.device));
  arguments.options.device = device;
  use_fastest_kernels(device);
  use_threads(arguments.options.threads);
  arguments.options.cache_folder = film_cache_folder();
  arguments.options.reporter = terminal_reporter();
  catch_interrupts();
  arguments.options.stop_requested = interrupted;

  const Stage& stage = recipe.stages[static_cast<std::size_t>(arguments.stage - 1)];
  Result<Found> found;
  try {
    found = find(recipe, stage, arguments.options);
  } catch (const std::exception& error) {
    return fail(ErrorCode::runtime, what(error), "learning-rate search");
  }
  if (!found) return tl::unexpected(found.error());
  const std::string title = recipe.title + ", stage " + std::to_string(arguments.stage);
  CHESTLENS_CHECK(write_file_atomic(arguments.curve, curve_of(*found, title)));
  std::printf("steepest %s\nvalley %s\nover %zu rates from %s to %s; the curve is %s\n",
              rate_text(found->suggested.steepest).c_str(),
              rate_text(found->suggested.valley).c_str(), found->points.size(),
              rate_text(found->points.front().learning_rate).c_str(),
              rate_text(found->points.back().learning_rate).c_str(), arguments.curve.c_str());
  return {};
}

}  // namespace

void add_lr_find(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  TrainOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "lr-find",
      "Find a learning rate: trains on up to 100 batches while the rate grows from 1e-7 to 10,\n"
      "draws the loss over it and suggests where it falls steepest and the middle of its longest\n"
      "valley. Touches no run.");
  command->add_option("--recipe", arguments->recipe, "The recipe, e.g. models/densenet121-cxr.toml")
      ->required();
  command->add_option("--data", options.data_folder, "Folder that holds manifest.csv and the films")
      ->required();
  command->add_option("--out", arguments->curve, "The curve to write, an SVG file")->required();
  command->add_option("--stage", arguments->stage, "The recipe's stage to search for, from 1")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--device", arguments->device, "auto, cpu or cuda")->capture_default_str();
  add_threads_option(*command, options.threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
