#include "trust/depth_features.hpp"

#include "data/parallel.hpp"
#include "io/progress.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t batch_films = 32;

/// Pictures first to first + count of a kind, as the network takes them.
Result<std::vector<FloatImage>> prepared(const PictureKind& kind, std::size_t first,
                                         std::size_t count, const InputSpec& input, int threads) {
  std::vector<Result<FloatImage>> images(count, FloatImage{});
  const auto prepare = [&](std::size_t i) -> Result<FloatImage> {
    CHESTLENS_TRY(const auto picture, kind.make(i));
    return preprocess(picture, input);
  };
  parallel_for(count, threads, [&](std::size_t i) { images[i] = prepare(first + i); });
  std::vector<FloatImage> good;
  for (auto& image : images) {
    CHESTLENS_TRY(auto one, with_context(std::move(image), kind.name));
    good.push_back(std::move(one));
  }
  return good;
}

}  // namespace

void append(Rows& rows, const FloatTensor& output) {
  rows.width = static_cast<std::size_t>(output.shape[1]);
  rows.values.insert(rows.values.end(), output.values.begin(), output.values.end());
}

Status run_pictures(const OnnxSession& session, const InputSpec& input, const PictureKind& kind,
                    int threads, const Reporter& reporter,
                    const std::function<void(const OnnxOutputs&)>& on_batch) {
  Progress progress(reporter, kind.name, static_cast<std::int64_t>(kind.count), "pictures");
  for (std::size_t first = 0; first < kind.count; first += batch_films) {
    const std::size_t count = std::min(batch_films, kind.count - first);
    CHESTLENS_TRY(const auto images, prepared(kind, first, count, input, threads));
    CHESTLENS_TRY(const auto outputs, session.run(images, {.heatmaps = false, .evidence = false}));
    on_batch(outputs);
    progress.advance(static_cast<std::int64_t>(count));
  }
  progress.finish();
  return {};
}

Result<DepthFeatures> depth_features(const OnnxSession& session, const InputSpec& input,
                                     const PictureKind& kind, int threads,
                                     const Reporter& reporter) {
  DepthFeatures features;
  const auto keep = [&](const OnnxOutputs& outputs) {
    append(features[0], outputs.early);
    append(features[1], outputs.middle);
    append(features[2], outputs.features);
  };
  CHESTLENS_CHECK(run_pictures(session, input, kind, threads, reporter, keep));
  return features;
}

}  // namespace chestlens
