#include "bundle/predictor.hpp"
#include "cli/commands.hpp"
#include "cli/predict_films.hpp"
#include "cli/predict_pictures.hpp"
#include "cli/predict_results.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"
#include "io/nearest.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"
#include "io/utf8.hpp"
#include "io/visible_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct Arguments {
  fs::path bundle;
  fs::path models;
  std::string model;
  std::vector<fs::path> films;
  std::string films_from;
  bool json = false;
  bool csv = false;
  bool dump_heatmap = false;
  bool replace = false;
  PredictionPictures pictures;
  std::string class_name;
  int threads = 1;
};

/// What one call predicts with, and how.
struct Task {
  const Arguments& arguments;
  PredictionPictures pictures;
  Predictor predictor;
  std::vector<FilmToPredict> films;
  Reporter reporter;

  const Card& card() const { return predictor.members.front().card; }
};

/// The class of --class, if it is given; otherwise each film's predicted class is drawn.
Result<std::optional<int>> asked_class(const Arguments& arguments, const Card& card) {
  if (arguments.class_name.empty()) return std::nullopt;
  const auto found = std::ranges::find(card.classes, arguments.class_name);
  if (found != card.classes.end()) return static_cast<int>(found - card.classes.begin());
  return fail(ErrorCode::invalid_argument,
              "\"" + arguments.class_name + "\" is none of the classes: " + joined(card.classes) +
                  did_you_mean(arguments.class_name, card.classes),
              "--class");
}

Result<std::vector<FilmToPredict>> films_of(const Arguments& arguments, const Reporter& reporter) {
  std::vector<fs::path> named = arguments.films;
  if (!arguments.films_from.empty()) {
    CHESTLENS_TRY(const auto listed, listed_films(arguments.films_from));
    named.insert(named.end(), listed.begin(), listed.end());
  }
  return films_to_predict(named, reporter);
}

/// All that the pictures must not be written over.
OutputRule rule_of(const Arguments& arguments, const std::vector<FilmToPredict>& films) {
  std::vector<fs::path> inputs{arguments.bundle, arguments.models, arguments.films_from};
  for (const FilmToPredict& film : films) inputs.push_back(film.path);
  return {.replace = arguments.replace, .inputs = files_at(inputs)};
}

Result<Task> prepare(const Arguments& arguments) {
  const Reporter reporter = terminal_reporter();
  CHESTLENS_TRY(auto films, films_of(arguments, reporter));
  PredictionPictures pictures = arguments.pictures;
  CHESTLENS_CHECK(check_pictures(pictures, films, rule_of(arguments, films)));
  CHESTLENS_TRY(auto predictor,
                arguments.models.empty()
                    ? open_bundle(arguments.bundle, arguments.threads)
                    : open_catalog_entry(arguments.models, arguments.model, arguments.threads));
  CHESTLENS_TRY(pictures.class_index, asked_class(arguments, predictor.members.front().card));
  return Task{arguments, std::move(pictures), std::move(predictor), std::move(films), reporter};
}

/// Prints a film's row, or adds it to the report that JSON is printed of in the end; what went
/// wrong with it afterwards, or instead, goes there too.
bool predict_one(const Task& task, const FilmToPredict& film, Json& report) {
  const auto prediction = predict_film(task.predictor, film.path);
  Status status;
  Json entry = {{"file", film.path.string()}};
  if (prediction) {
    status = write_pictures(task.pictures, task.predictor, film, *prediction);
    if (task.arguments.json) {
      entry = to_json(film.path, *prediction, task.predictor, task.arguments.dump_heatmap);
    } else {
      const auto row = task.arguments.csv ? csv_row : table_row;
      std::fputs(row(film.path, prediction->combined, task.card()).c_str(), stdout);
    }
  } else {
    status = tl::unexpected(prediction.error());
  }
  if (!status) {
    task.reporter.note(visible_text(to_string(status.error())));
    entry["error"] = to_string(status.error());
  }
  if (task.arguments.json) report["films"].push_back(std::move(entry));
  return status.has_value();
}

void note_changed_names(const Task& task) {
  const auto changed = std::ranges::count_if(task.films, [](const FilmToPredict& film) {
    return first_not_utf8(film.path.string()) != std::string::npos;
  });
  if (changed == 0) return;
  task.reporter.note(
      fmt::format("{} of {} film names are not UTF-8; where they are not, the JSON has U+FFFD",
                  changed, task.films.size()));
}

/// Whether each film's row appears on a terminal as it is predicted: then no bar is needed.
bool shows_rows(const Arguments& arguments) {
  return !arguments.json && ::isatty(STDOUT_FILENO) != 0;
}

/// Tries every film; those that fail are reported, and the others go on.
Status run(const Arguments& arguments) {
  CHESTLENS_TRY(const Task task, prepare(arguments));
  Json report = {
      {"bundle", task.predictor.name}, {"classes", task.card().classes}, {"films", Json::array()}};
  std::optional<Progress> progress;
  if (task.films.size() > 1 && !shows_rows(arguments)) {
    progress.emplace(task.reporter, "predict", std::ssize(task.films), "films");
  }
  if (arguments.csv) std::fputs(csv_header(task.card()).c_str(), stdout);
  std::size_t failures = 0;
  for (const FilmToPredict& film : task.films) {
    if (!predict_one(task, film, report)) ++failures;
    if (progress) progress->advance();
  }
  if (progress) progress->finish();
  if (arguments.json) {
    std::fputs(json_text(report).c_str(), stdout);
    note_changed_names(task);
  }
  if (failures == 0) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} of {} films cannot be predicted", failures, task.films.size()));
}

void add_result_options(CLI::App& command, Arguments& arguments) {
  auto* json =
      command.add_flag("--json", arguments.json, "Print JSON at full precision instead of a table");
  command
      .add_flag("--csv", arguments.csv,
                "Print CSV instead of a table: file, predicted class, and the probability of each")
      ->excludes(json);
  command
      .add_flag("--dump-heatmap", arguments.dump_heatmap,
                "Add every class's heat-map to the JSON, row by row, scaled to 0..1")
      ->needs(json);
}

void add_picture_options(CLI::App& command, Arguments& arguments) {
  PredictionPictures& pictures = arguments.pictures;
  command.add_option("--heatmap", pictures.heatmap,
                     "PNG file for the heat-map itself, one pixel per cell; for a single film");
  command.add_option(
      "--overlay", pictures.overlays,
      "Folder for one PNG per film, NAME-overlay.png: the heat-map over the film. A\n"
      "new or an empty folder, or one that holds nothing but overlays");
  command.add_flag("--replace", arguments.replace,
                   "Replace the heat-map's file and overlays that are there; a film never is");
  command.add_option("--class", arguments.class_name,
                     "Class whose heat-map is drawn; the predicted class if not given");
  command.add_option("--opacity", pictures.opacity, "Opacity of the overlay, 0 to 1")
      ->check(number_in(0.0, 1.0))
      ->capture_default_str();
}

}  // namespace

void add_predict(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "predict",
      "Predict films with a bundle or an ensemble, as the page does: class probabilities and\n"
      "heat-maps. For education and research, not diagnosis.");
  auto* bundle = command->add_option("--bundle", arguments->bundle,
                                     "Folder of a bundle: model.onnx and model.json");
  auto* models = command
                     ->add_option("--models", arguments->models,
                                  "Folder of catalog.json and the bundles that it lists")
                     ->excludes(bundle);
  command
      ->add_option("--model", arguments->model,
                   "Name of a model or an ensemble of --models; the catalog's default if not given")
      ->needs(models);
  command->add_option("films", arguments->films,
                      "PNG, JPEG, BMP or TIFF files, and folders of them, at any depth");
  command->add_option("--films-from", arguments->films_from,
                      "File that lists films, one a line; - for standard input");
  add_result_options(*command, *arguments);
  add_picture_options(*command, *arguments);
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] {
    if (arguments->bundle.empty() && arguments->models.empty()) {
      throw CLI::RequiredError("One of --bundle and --models");
    }
    if (arguments->films.empty() && arguments->films_from.empty()) {
      throw CLI::RequiredError("films");
    }
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
