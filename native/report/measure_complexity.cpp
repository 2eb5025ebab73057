#include "report/measure_complexity.hpp"

#include "bundle/bundle.hpp"
#include "bundle/bundle_map.hpp"
#include "bundle/session.hpp"
#include "io/atomic_file.hpp"
#include "io/guarded.hpp"
#include "io/gzip.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"
#include "networks/classifier.hpp"
#include "recipe/network_spec.hpp"
#include "recipe/recipe.hpp"
#include "weights/memory_layout.hpp"

#include <torch/torch.h>

#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// The model name in /proc/cpuinfo.
std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(':');
    if (line.starts_with("model name") && colon != std::string::npos)
      return std::string(trimmed(std::string_view(line).substr(colon + 1)));
  }
  return "unnamed processor";
}

/// The card's network with random weights, in the memory layout that evaluate() uses.
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
                                   Progress& progress) {
  return guarded(card.name + " in LibTorch", [&]() -> Result<BatchTimings> {
    const torch::NoGradGuard no_grad;
    CHESTLENS_TRY(const auto classifier, network_of(card));
    return time_batches(card, limits, progress, [&](const torch::Tensor& films) {
      forward(classifier, films);
      return Status();
    });
  });
}

Result<BatchTimings> time_onnx_runtime(const Bundle& bundle, const TimingLimits& limits,
                                       int threads, Progress& progress) {
  CHESTLENS_TRY(const auto session, open_session(bundle, bundle.card.name, {.threads = threads}));
  return time_batches(bundle.card, limits, progress, [&](const torch::Tensor& films) -> Status {
    const std::span<const float> pixels(films.data_ptr<float>(),
                                        static_cast<std::size_t>(films.numel()));
    CHESTLENS_TRY(const auto outputs, session.run(pixels, films.size(0)));
    return {};
  });
}

struct FileSizes {
  std::int64_t bytes = 0;
  std::int64_t gzip_bytes = 0;
};

/// Sizes of the files that a runtime loads; the card itself grows with what is measured.
Result<FileSizes> file_sizes(const fs::path& folder, const Card& card) {
  FileSizes sizes;
  for (const FileDigest& digest : card.files) {
    // No runtime needs them to predict.
    if (digest.file == films_file || digest.file == map_file) continue;
    CHESTLENS_TRY(const auto bytes, read_file(folder / digest.file));
    CHESTLENS_TRY(const auto compressed, gzip_bytes(bytes));
    sizes.bytes += std::ssize(bytes);
    sizes.gzip_bytes += compressed;
  }
  return sizes;
}

/// LibTorch first: ONNX Runtime's threads keep the cores busy for a while after their work.
Result<Complexity> measure_bundle(const fs::path& folder, const Bundle& bundle,
                                  const TimingLimits& limits, int threads, Progress& progress) {
  const Card& card = bundle.card;
  CHESTLENS_TRY(const auto sizes, file_sizes(folder, card));
  CHESTLENS_TRY(const auto libtorch, time_libtorch(card, limits, progress));
  CHESTLENS_TRY(const auto onnx_runtime, time_onnx_runtime(bundle, limits, threads, progress));
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

}  // namespace

Result<ComplexityReport> measure_complexity(std::span<const fs::path> bundle_folders,
                                            const TimingLimits& limits, int threads,
                                            const Reporter& reporter) {
  std::vector<Bundle> bundles;
  for (const fs::path& folder : bundle_folders) {
    CHESTLENS_TRY(auto bundle, read_bundle(folder));
    bundles.push_back(std::move(bundle));
  }
  ComplexityReport report{.bundles = {},
                          .processor = processor_name(),
                          .threads = threads,
                          .software = {std::string("LibTorch ") + TORCH_VERSION,
                                       "ONNX Runtime " + onnx_runtime_version()}};
  Progress progress(reporter, "measure", std::ssize(bundles) * 2 * std::ssize(timed_batches),
                    "timings");
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    CHESTLENS_TRY(auto complexity,
                  measure_bundle(bundle_folders[i], bundles[i], limits, threads, progress));
    report.bundles.push_back(std::move(complexity));
  }
  progress.finish();
  return report;
}

Result<PredictionTimes> measure_times(std::span<const fs::path> bundle_folders,
                                      const TimingLimits& limits, int threads,
                                      const Reporter& reporter) {
  PredictionTimes times{.bundles = {},
                        .processor = processor_name(),
                        .threads = threads,
                        .runtime = "ONNX Runtime " + onnx_runtime_version()};
  Progress progress(reporter, "measure", std::ssize(bundle_folders) * std::ssize(timed_batches),
                    "timings");
  for (const fs::path& folder : bundle_folders) {
    CHESTLENS_TRY(const auto bundle, read_bundle(folder));
    CHESTLENS_TRY(auto timings, time_onnx_runtime(bundle, limits, threads, progress));
    times.bundles.push_back(timings);
  }
  return times;
}

}  // namespace chestlens
