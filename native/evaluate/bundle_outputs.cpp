#include "evaluate/bundle_outputs.hpp"

#include "data/dataset.hpp"
#include "io/progress.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

constexpr std::int64_t onnx_batch_films = 32;

torch::Tensor matrix_of(const FloatTensor& tensor) {
  return torch::tensor(tensor.values).reshape(tensor.shape);
}

/// What is gathered of the films that were run.
struct Gathered {
  std::vector<float> logits;
  std::vector<torch::Tensor> features;  // [n,K] of films in a row
};

/// Adds the outputs of images [N,1,S,S], which are films `first` and following, and the features of
/// those among `feature_films`.
Status run_images(const OnnxSession& session, const torch::Tensor& images, std::size_t first,
                  std::span<const std::size_t> feature_films, Progress& progress,
                  Gathered& outputs) {
  for (const auto& batch : images.split(onnx_batch_films)) {
    const auto pixels = batch.contiguous();
    CHESTLENS_TRY(const auto run,
                  session.run({pixels.data_ptr<float>(), static_cast<std::size_t>(pixels.numel())},
                              pixels.size(0), {.heatmaps = false}));
    outputs.logits.insert(outputs.logits.end(), run.logits.values.begin(), run.logits.values.end());
    const std::size_t next = first + static_cast<std::size_t>(pixels.size(0));
    std::vector<std::int64_t> rows;
    for (auto film = std::ranges::lower_bound(feature_films, first);
         film != feature_films.end() && *film < next; ++film) {
      rows.push_back(static_cast<std::int64_t>(*film - first));
    }
    if (!rows.empty()) {
      outputs.features.push_back(matrix_of(run.features).index_select(0, torch::tensor(rows)));
    }
    first = next;
    progress.advance(pixels.size(0));
  }
  return {};
}

/// How many films may be in memory at once, as the network takes them.
std::size_t films_at_once(const InputSpec& input, std::size_t most_bytes) {
  const auto side = static_cast<std::size_t>(input.size_pixels);
  return std::max<std::size_t>(most_bytes / (side * side * sizeof(float)), onnx_batch_films);
}

}  // namespace

std::vector<std::size_t> evenly_spaced(std::size_t count, std::size_t most) {
  std::vector<std::size_t> places;
  const std::size_t taken = std::min(count, most);
  for (std::size_t i = 0; i < taken; ++i) places.push_back(i * count / taken);
  return places;
}

Result<BundleOutputs> run_films(const OnnxSession& session, const Card& card, const RunData& data,
                                std::span<const std::size_t> films, const FilmsAtHand& at_hand,
                                const Reporter& reporter) {
  const std::size_t at_once = films_at_once(card.input, at_hand.most_bytes);
  const bool in_parts = films.size() > at_once;
  const Reporter of_loading = in_parts ? Reporter{.notice = reporter.notice} : reporter;
  const auto cache_folder = in_parts ? std::filesystem::path() : data.cache_folder;
  const auto feature_films = evenly_spaced(films.size(), most_feature_films);
  Gathered gathered;
  std::optional<Progress> progress;
  if (in_parts) progress.emplace(reporter, card.name, std::ssize(films), "films");
  for (std::size_t first = 0; first < films.size(); first += at_once) {
    const auto part = films.subspan(first, std::min(at_once, films.size() - first));
    CHESTLENS_TRY(const auto dataset, load_dataset(data.manifest, part, card.input, at_hand.threads,
                                                   cache_folder, of_loading));
    if (!progress) progress.emplace(reporter, card.name, std::ssize(films), "films");
    CHESTLENS_CHECK(run_images(session, dataset.images, first, feature_films, *progress, gathered));
  }
  progress->finish();
  return BundleOutputs{std::move(gathered.logits), torch::cat(gathered.features), feature_films};
}

}  // namespace chestlens
