#include "report/complexity.hpp"

#include "bundle/bundle.hpp"
#include "bundle/runtime.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "io/atomic_file.hpp"
#include "io/gzip.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"
#include "networks/classifier.hpp"
#include "recipe/network_spec.hpp"
#include "report/timing.hpp"
#include "weights/memory_layout.hpp"

#include <CLI/CLI.hpp>
#include <torch/torch.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::vector<fs::path> bundles;
  TimingLimits limits;
  int threads = 1;
  bool json = false;
};

/// As /proc/cpuinfo names it.
std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(':');
    if (line.starts_with("model name") && colon != std::string::npos)
      return std::string(trimmed(std::string_view(line).substr(colon + 1)));
  }
  return "unnamed processor";
}

/// The card's network with random weights, laid out as evaluate does.
Result<Classifier> network_of(const Card& card) {
  CHESTLENS_TRY(const auto recipe, parse_recipe(card.recipe, card.name + "/model.json: recipe"));
  CHESTLENS_TRY(auto classifier, make_classifier(network_spec(recipe.network, card.classes.size(),
                                                              card.input.size_pixels)));
  const std::int64_t parameters = parameter_count(classifier);
  if (parameters != card.parameters) {
    return fail(ErrorCode::mismatch,
                "the recipe's network has " + std::to_string(parameters) +
                    " parameters, the card says " + std::to_string(card.parameters) +
                    ": export the bundle again with this version",
                card.name + "/model.json");
  }
  classifier.module->eval();
  use_fastest_layout(*classifier.module, c10::kCPU);
  return classifier;
}

/// `predict` takes films [N,1,H,W].
Result<BatchTimings> time_batches(const Card& card, const TimingLimits& limits, Progress& progress,
                                  const std::function<Status(const torch::Tensor&)>& predict) {
  BatchTimings timings;
  for (std::size_t b = 0; b < timings.size(); ++b) {
    const auto films =
        torch::rand({timed_batches[b], 1, card.input.size_pixels, card.input.size_pixels});
    CHESTLENS_TRY(const auto timing, time_repetitions([&] { return predict(films); }, limits));
    timings[b] = timing;
    progress.advance(1, card.name);
  }
  return timings;
}

Result<BatchTimings> time_libtorch(const Card& card, const TimingLimits& limits,
                                   Progress& progress) try {
  const torch::NoGradGuard no_grad;
  CHESTLENS_TRY(const auto classifier, network_of(card));
  return time_batches(card, limits, progress, [&](const torch::Tensor& films) {
    forward(classifier, films);
    return Status();
  });
} catch (const std::exception& error) {
  return fail(ErrorCode::runtime, what(error), card.name + " in LibTorch");
}

Result<BatchTimings> time_onnx_runtime(const Bundle& bundle, const Arguments& arguments,
                                       Progress& progress) {
  CHESTLENS_TRY(
      const auto session,
      OnnxSession::open(bundle.model, bundle.card.name + "/model.onnx", arguments.threads));
  return time_batches(bundle.card, arguments.limits, progress,
                      [&](const torch::Tensor& films) -> Status {
                        const std::span<const float> pixels(
                            films.data_ptr<float>(), static_cast<std::size_t>(films.numel()));
                        CHESTLENS_TRY(const auto outputs, session.run(pixels, films.size(0)));
                        return {};
                      });
}

struct Sizes {
  std::int64_t bytes = 0;
  std::int64_t gzip_bytes = 0;
};

/// Of the files that the card lists; the card itself grows with what is measured.
Result<Sizes> sizes_of(const fs::path& folder, const Card& card) {
  Sizes sizes;
  for (const FileDigest& digest : card.files) {
    CHESTLENS_TRY(const auto bytes, read_file(folder / digest.file));
    CHESTLENS_TRY(const auto compressed, gzip_bytes(bytes));
    sizes.bytes += std::ssize(bytes);
    sizes.gzip_bytes += compressed;
  }
  return sizes;
}

/// LibTorch first: ONNX Runtime's threads keep the cores busy for a while after their work.
Result<Complexity> measure(const fs::path& folder, const Bundle& bundle, const Arguments& arguments,
                           Progress& progress) {
  const Card& card = bundle.card;
  CHESTLENS_TRY(const auto sizes, sizes_of(folder, card));
  CHESTLENS_TRY(const auto libtorch, time_libtorch(card, arguments.limits, progress));
  CHESTLENS_TRY(const auto onnx_runtime, time_onnx_runtime(bundle, arguments, progress));
  return Complexity{.bundle = card.name,
                    .network = card.network,
                    .size_pixels = card.input.size_pixels,
                    .parameters = card.parameters,
                    .multiply_adds = card.multiply_adds,
                    .bundle_bytes = sizes.bytes,
                    .gzip_bytes = sizes.gzip_bytes,
                    .libtorch = libtorch,
                    .onnx_runtime = onnx_runtime};
}

Status run(const Arguments& arguments) {
  use_threads(arguments.threads);
  std::vector<Bundle> bundles;
  for (const fs::path& folder : arguments.bundles) {
    CHESTLENS_TRY(auto bundle, read_bundle(folder));
    bundles.push_back(std::move(bundle));
  }
  ComplexityReport report{
      .bundles = {},
      .processor = processor_name(),
      .threads = arguments.threads,
      .software = {std::string("LibTorch ") + TORCH_VERSION,
                   "ONNX Runtime " + onnx_runtime_version(), "ChestLens " CHESTLENS_VERSION}};
  const Reporter reporter = terminal_reporter();
  Progress progress(reporter, "measure", std::ssize(bundles) * 2 * std::ssize(timed_batches),
                    "timings");
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    CHESTLENS_TRY(auto complexity, measure(arguments.bundles[i], bundles[i], arguments, progress));
    report.bundles.push_back(std::move(complexity));
  }
  progress.finish();
  std::printf("%s", arguments.json ? to_json(report).c_str() : to_markdown(report).c_str());
  return {};
}

}  // namespace

void add_complexity(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "complexity",
      "What bundles cost, as a Markdown table: parameters, multiply-adds, bytes as stored and as\n"
      "sent (gzip), and the time to predict one film and a batch of 32 on this processor, in\n"
      "LibTorch and in ONNX Runtime; several bundles are also summed as an ensemble. LibTorch\n"
      "runs the card's network with random weights, on which the time does not depend. Measure\n"
      "on a quiet machine.");
  command->add_option("--bundles", arguments->bundles, "Folders of model.onnx and model.json")
      ->required();
  command->add_flag("--json", arguments->json, "JSON instead of a table, at full precision");
  command
      ->add_option("--repetitions", arguments->limits.repetitions,
                   "Of each measurement, at the least")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_option("--seconds", arguments->limits.seconds, "Of each measurement, at the least")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
