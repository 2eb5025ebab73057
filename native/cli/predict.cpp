#include "cli/colors.hpp"
#include "cli/commands.hpp"
#include "cli/frame_option.hpp"
#include "cli/interrupt.hpp"
#include "cli/predict_plan.hpp"
#include "cli/predict_run.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"

#include <chestlens/archive.hpp>
#include <chestlens/decode.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace chestlens {
namespace {

struct Arguments {
  PredictCall call;
  bool json = false;
  bool csv = false;
  bool json_lines = false;
};

ResultFormat format_of(const Arguments& arguments) {
  if (arguments.csv) return ResultFormat::csv;
  if (arguments.json) return ResultFormat::json;
  return arguments.json_lines ? ResultFormat::json_lines : ResultFormat::table;
}

void check_usage(Arguments& arguments) {
  PredictCall& call = arguments.call;
  check_is_chosen(call.choice.model);
  if (call.films.empty() && call.films_from.empty()) throw CLI::RequiredError("films");
  if (call.resume && call.replace) throw CLI::ExcludesError("--resume", "--replace");
  if (call.resume && !call.pictures.heatmap.empty()) {
    throw CLI::ExcludesError("--resume", "--heatmap");
  }
  call.style.format = format_of(arguments);
  const bool takes_heatmaps =
      arguments.json || arguments.json_lines || call.out.extension() == ".jsonl";
  if (call.style.heatmaps && !takes_heatmaps) {
    throw CLI::RequiresError("--dump-heatmap", "--json, --jsonl or --out FILE.jsonl");
  }
}

void add_film_options(CLI::App& command, PredictCall& call) {
  command.add_option(
      "films", call.films,
      fmt::format("{} files,\n"
                  "folders of them, at any depth, ZIP archives, which are read film by\n"
                  "film and not unpacked to disk, and the DICOMDIR of a disc. A quoted\n"
                  "pattern ('scans/**/*.png') may stand for more than a command line\n"
                  "holds. Limits of an archive:\n{}",
                  film_formats, in_words(ArchiveLimits{})));
  command.add_option("--films-from", call.films_from,
                     "File that lists films, one a line; - for standard input");
  add_frame_option(command, call.frame);
}

void add_result_options(CLI::App& command, Arguments& arguments) {
  PredictCall& call = arguments.call;
  auto* json =
      command.add_flag("--json", arguments.json, "Print JSON at full precision instead of a table");
  auto* lines =
      command.add_flag("--jsonl", arguments.json_lines, "Print JSON lines: an object a film")
          ->excludes(json);
  auto* csv =
      command
          .add_flag("--csv", arguments.csv,
                    "Print CSV instead of a table: file, whether it is like the training films,\n"
                    "predicted class, and the probability of each; blank where a film cannot be\n"
                    "predicted")
          ->excludes(json)
          ->excludes(lines);
  command.add_flag("--dump-heatmap", call.style.heatmaps,
                   "Add every class's heat-map to the JSON, row by row, scaled to 0..1");
  auto* out =
      command
          .add_option("--out", call.out,
                      "FILE.csv or FILE.jsonl to write instead of printing; FILE.json beside it\n"
                      "says what made it. FILE.partial grows until all films are done")
          ->excludes(json)
          ->excludes(lines)
          ->excludes(csv);
  command
      .add_flag("--resume", call.resume,
                "Go on after the rows that a stopped call with the same films and options left")
      ->needs(out);
}

void add_picture_options(CLI::App& command, PredictCall& call) {
  PredictionPictures& pictures = call.pictures;
  command.add_option("--heatmap", pictures.heatmap,
                     "PNG file for the heat-map itself, one pixel per cell; for a single film");
  command.add_option(
      "--overlay", pictures.overlays,
      "Folder for one PNG per film, NAME-overlay.png: the heat-map over the film. A\n"
      "new or an empty folder, or one that holds nothing but overlays");
  command.add_flag("--replace", call.replace,
                   "Replace the heat-map's file, overlays and the file of --out that are there; a\n"
                   "film never is");
  command.add_option("--class", call.class_name,
                     "Class whose heat-map is drawn; the predicted class if not given");
  command.add_option("--opacity", pictures.opacity, "Opacity of the overlay, 0 to 1")
      ->check(number_in(0.0, 1.0))
      ->capture_default_str();
  command.add_option("--colors", call.colors_name, colors_help)
      ->check(one_of(color_names()))
      ->default_str(std::string(color_map_info(default_color_map).name));
}

void add_speed_options(CLI::App& command, PredictorChoice& choice) {
  constexpr int most_films = 4096;
  command
      .add_option("--device", choice.device,
                  "What computes the networks: cuda, cpu, or auto, a GPU where ONNX Runtime has\n"
                  "CUDA and meets the certificate on it")
      ->check(one_of({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  command
      .add_option("--batch", choice.batch_films,
                  "Films that a network takes at once, by default 4 on the CPU and 32 on a GPU")
      ->check(whole_number_in(1, most_films));
  add_threads_option(command, choice.threads);
}

}  // namespace

void add_predict(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "predict",
      "Predict films with a bundle or an ensemble, as the page does: whether a film is like those\n"
      "of training, class probabilities and heat-maps. For education and research, not diagnosis.\n"
      "The table, CSV and JSON lines have each film's row as soon as it is known, the first "
      "film's\n"
      "before others are read; JSON is whole at the end alone, though written as it comes.");
  add_model_options(*command, arguments->call.choice.model);
  add_film_options(*command, arguments->call);
  add_result_options(*command, *arguments);
  add_picture_options(*command, arguments->call);
  add_speed_options(*command, arguments->call.choice);
  command->callback([arguments, &chosen] {
    check_usage(*arguments);
    chosen = [arguments] {
      catch_interrupts();
      return run_predict(arguments->call, interrupted);
    };
  });
}

}  // namespace chestlens
