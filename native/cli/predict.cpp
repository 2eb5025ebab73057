#include "bundle/predictor.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"
#include "io/atomic_file.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"

#include <chestlens/encode.hpp>
#include <chestlens/probability.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
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
  bool json = false;
  bool dump_heatmap = false;
  fs::path heatmap;
  fs::path overlay;
  std::string class_name;
  float opacity = 0.5F;
  int threads = 1;
};

/// The class of --class, if it is given; otherwise each film's predicted class is drawn.
Result<std::optional<int>> asked_class(const Arguments& arguments, const Card& card) {
  if (arguments.class_name.empty()) return std::nullopt;
  const auto found = std::ranges::find(card.classes, arguments.class_name);
  if (found != card.classes.end()) return static_cast<int>(found - card.classes.begin());
  return fail(ErrorCode::invalid_argument,
              "\"" + arguments.class_name + "\" is none of the classes: " + joined(card.classes),
              "--class");
}

/// Two films of one name would write the same overlay.
Status check_overlay_names(const Arguments& arguments) {
  std::set<std::string> stems;
  for (const fs::path& film : arguments.films) {
    if (!arguments.overlay.empty() && !stems.insert(film.stem().string()).second) {
      return fail(ErrorCode::invalid_argument,
                  "another film of this name would write the same overlay; call them one by one",
                  film.string());
    }
  }
  return {};
}

/// A heat-map as an 8-bit grey film, one pixel per cell.
GreyImage as_grey(const FloatImage& heatmap) {
  GreyImage grey{heatmap.width_pixels, heatmap.height_pixels, 255, {}};
  for (const float value : heatmap.pixels) {
    grey.pixels.push_back(static_cast<std::uint16_t>(std::lround(255.0F * value)));
  }
  return grey;
}

template <typename Image>
Status write_png(const fs::path& path, const Image& image) {
  CHESTLENS_TRY(const auto png, with_context(encode_png(image), path.string()));
  return write_file_atomic(path, png);
}

Status write_images(const Arguments& arguments, const Predictor& predictor, const fs::path& film,
                    const FilmPrediction& prediction, std::optional<int> asked) {
  const Prediction& combined = prediction.combined;
  const int shown = asked.value_or(most_probable(combined.probabilities));
  if (!arguments.heatmap.empty()) {
    const auto& heatmap = combined.heatmaps[static_cast<std::size_t>(shown)];
    CHESTLENS_CHECK(write_png(arguments.heatmap, as_grey(heatmap)));
  }
  if (arguments.overlay.empty()) return {};
  CHESTLENS_TRY(
      const auto overlay,
      with_context(draw_overlay(predictor, prediction, shown, arguments.opacity), film.string()));
  return write_png(arguments.overlay / (film.stem().string() + ".png"), overlay);
}

const std::string& predicted_class(const Card& card, const Prediction& prediction) {
  return card.classes[static_cast<std::size_t>(most_probable(prediction.probabilities))];
}

Json by_class(const std::vector<std::string>& classes, const std::vector<float>& probabilities) {
  Json json;
  for (std::size_t c = 0; c < classes.size(); ++c) json[classes[c]] = probabilities[c];
  return json;
}

Json to_json(const fs::path& film, const FilmPrediction& prediction, const Predictor& predictor,
             bool dump_heatmap) {
  const Card& card = predictor.members.front().card;
  const auto& [probabilities, heatmaps] = prediction.combined;
  Json json = {{"file", film.string()},
               {"predicted", predicted_class(card, prediction.combined)},
               {"probabilities", by_class(card.classes, probabilities)}};
  if (predictor.members.size() > 1) {
    for (std::size_t m = 0; m < predictor.members.size(); ++m) {
      const std::string& name = predictor.members[m].card.name;
      json["members"][name] =
          by_class(card.classes, prediction.members[m].prediction.probabilities);
    }
  }
  if (!dump_heatmap) return json;
  json["heatmaps"] = {{"width", heatmaps.front().width_pixels},
                      {"height", heatmaps.front().height_pixels}};
  for (std::size_t c = 0; c < card.classes.size(); ++c) {
    json["heatmaps"]["values"][card.classes[c]] = heatmaps[c].pixels;
  }
  return json;
}

std::string table_row(const fs::path& film, const Prediction& prediction, const Card& card) {
  std::string row = film.string() + "  " + predicted_class(card, prediction) + " ";
  for (std::size_t c = 0; c < card.classes.size(); ++c) {
    row += fmt::format("  {} {:.4f}", card.classes[c], prediction.probabilities[c]);
  }
  return row;
}

/// Whether each film's row appears on a terminal as it is predicted: then no bar is needed.
bool shows_rows(const Arguments& arguments) {
  return !arguments.json && ::isatty(STDOUT_FILENO) != 0;
}

/// Tries every film; those that fail are reported, and the others go on.
Status run(const Arguments& arguments) {
  CHESTLENS_TRY(const auto predictor,
                arguments.models.empty()
                    ? open_bundle(arguments.bundle, arguments.threads)
                    : open_catalog_entry(arguments.models, arguments.model, arguments.threads));
  const Card& card = predictor.members.front().card;
  CHESTLENS_TRY(const auto asked, asked_class(arguments, card));
  if (!arguments.heatmap.empty() && arguments.films.size() > 1) {
    return fail(ErrorCode::invalid_argument, "is for a single film; --overlay takes many",
                "--heatmap");
  }
  CHESTLENS_CHECK(check_overlay_names(arguments));

  Json report = {{"bundle", predictor.name}, {"classes", card.classes}, {"films", Json::array()}};
  const Reporter reporter = terminal_reporter();
  std::optional<Progress> progress;
  if (arguments.films.size() > 1 && !shows_rows(arguments)) {
    progress.emplace(reporter, "predict", std::ssize(arguments.films), "films");
  }
  std::size_t failures = 0;
  for (const fs::path& film : arguments.films) {
    const auto prediction = predict_film(predictor, film);
    if (progress) progress->advance();
    if (!prediction) {
      ++failures;
      reporter.note(to_string(prediction.error()));
      report["films"].push_back(
          {{"file", film.string()}, {"error", to_string(prediction.error())}});
      continue;
    }
    CHESTLENS_CHECK(write_images(arguments, predictor, film, *prediction, asked));
    if (arguments.json) {
      report["films"].push_back(to_json(film, *prediction, predictor, arguments.dump_heatmap));
    } else {
      std::printf("%s\n", table_row(film, prediction->combined, card).c_str());
    }
  }
  if (progress) progress->finish();
  if (arguments.json) std::printf("%s\n", report.dump(2).c_str());
  if (failures == 0) return {};
  return fail(ErrorCode::invalid_argument, std::to_string(failures) + " of " +
                                               std::to_string(arguments.films.size()) +
                                               " films cannot be predicted");
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
  command->add_option("films", arguments->films, "PNG, JPEG, BMP or TIFF files")->required();
  command->add_flag("--json", arguments->json, "Print JSON at full precision instead of a table");
  command->add_flag("--dump-heatmap", arguments->dump_heatmap,
                    "Add every class's heat-map to the JSON, row by row, scaled to 0..1");
  command->add_option("--heatmap", arguments->heatmap,
                      "PNG file for the heat-map itself, one pixel per cell; for a single film");
  command->add_option("--overlay", arguments->overlay,
                      "Folder for one PNG per film: the heat-map over the film");
  command->add_option("--class", arguments->class_name,
                      "Class whose heat-map is drawn; the predicted class if not given");
  command->add_option("--opacity", arguments->opacity, "Opacity of the overlay, 0 to 1")
      ->check(number_in(0.0, 1.0))
      ->capture_default_str();
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] {
    if (arguments->bundle.empty() && arguments->models.empty()) {
      throw CLI::RequiredError("One of --bundle and --models");
    }
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
