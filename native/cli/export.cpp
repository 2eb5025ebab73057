#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "data/film.hpp"
#include "evaluate/evaluation.hpp"
#include "evaluate/run_card.hpp"
#include "evaluate/scored_films.hpp"
#include "io/text.hpp"
#include "onnx/round_to_float16.hpp"
#include "onnx/write_bundle.hpp"

#include <chestlens/preprocess.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

/// Films that the exporter compares LibTorch and ONNX Runtime on, beside generated ones: one by
/// itself and a batch of eight.
constexpr std::size_t films_to_compare = 9;

struct Arguments {
  std::filesystem::path run;
  std::filesystem::path data;
  std::filesystem::path out;
  std::string storage = "float16";
  int threads = 1;
};

/// Some films of the validation part, spread over it.
Result<std::vector<FloatImage>> some_films(const RunData& data, const InputSpec& input) {
  const auto& validation = data.split.validation;
  const std::size_t step = std::max<std::size_t>(1, validation.size() / films_to_compare);
  std::vector<FloatImage> images;
  for (std::size_t i = 0; i < validation.size() && images.size() < films_to_compare; i += step) {
    CHESTLENS_TRY(const auto film,
                  read_film(data.manifest.folder / data.manifest.films[validation[i]].file));
    CHESTLENS_TRY(auto image, preprocess(film, input));
    images.push_back(std::move(image));
  }
  return images;
}

Status run(const Arguments& arguments) {
  use_threads(arguments.threads);
  const Reporter reporter = terminal_reporter();
  CHESTLENS_TRY(const auto trained, load_run(arguments.run));
  CHESTLENS_TRY(const auto data, load_run_data(trained, arguments.data));
  CHESTLENS_TRY(const auto validated, load_best(trained));
  const auto storage =
      arguments.storage == "float16" ? WeightStorage::float16 : WeightStorage::float32;
  const auto evaluate_now = [&] {
    return evaluate(trained, validated, data, EvaluatedPart::validation, c10::Device(c10::kCPU),
                    arguments.threads, 0, reporter);
  };
  CHESTLENS_TRY(auto evaluation, evaluate_now());
  StorageReport report{storage, {}};
  if (storage == WeightStorage::float16) {
    CHESTLENS_CHECK(round_to_float16(validated, trained.recipe.input.size_pixels));
    CHESTLENS_TRY(auto stored, evaluate_now());
    report.changes = storage_changes(evaluation, stored);
    CHESTLENS_CHECK(check_storage(evaluation, stored));
    evaluation = std::move(stored);
  }
  CHESTLENS_TRY(const auto calibration, calibrate(evaluation.predictions, reporter));
  CHESTLENS_TRY(const auto films, some_films(data, trained.recipe.input));

  Card draft = card_of_run(trained, data, evaluation, calibration);
  draft.storage = report;
  CHESTLENS_TRY(const auto card,
                write_bundle(arguments.out, validated, std::move(draft), films, reporter));
  const ParityCertificate& certificate = card.certificate;
  std::printf(
      "%s: largest difference of %d films on %s: logits %.2g, heat-map %.2g of its maximum\n",
      arguments.out.c_str(), certificate.films_compared, certificate.runtimes.c_str(),
      certificate.max_logit_difference, certificate.max_heatmap_difference);
  for (const StorageChange& change : report.changes) {
    if (change.trained == change.stored) continue;
    std::printf("stored in float16: %s %.3f %% instead of %.3f %%\n", change.metric.c_str(),
                100.0 * change.stored, 100.0 * change.trained);
  }
  std::printf("temperature %.3f: expected calibration error %s %% before, %s %% after\n",
              calibration.temperature,
              percent(evaluation.assessment.calibration_error.value).c_str(),
              percent(calibration.error.value).c_str());
  return {};
}

}  // namespace

void add_export(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "export",
      "Write a run's best weights as a bundle: ONNX model, card and reference input. The exported\n"
      "model is compared with LibTorch first; a bundle that differs is refused.");
  command->add_option("--run", arguments->run, "Folder of the run")->required();
  command->add_option("--out", arguments->out, "The bundle's folder; its name is the bundle's")
      ->required();
  command->add_option("--data", arguments->data, "The run's films, where their folder has moved");
  command
      ->add_option("--storage", arguments->storage,
                   "How the weights are kept: float16 halves the bundle, and the network computes\n"
                   "in float32 all the same; the card says what that does to each metric, and\n"
                   "more than 0.2 points of accuracy (of few films: more than one film) is refused")
      ->check(CLI::IsMember({"float16", "float32"}))
      ->capture_default_str();
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
