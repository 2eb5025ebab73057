#include "train/start_weights.hpp"

#include "data/dataset.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "weights/fitting_networks.hpp"
#include "weights/mean_variance.hpp"
#include "weights/read_weights.hpp"
#include "weights/restore_norms.hpp"
#include "weights/weights_file.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t most_films = 1024;
constexpr std::int64_t batch_films = 64;

std::vector<std::size_t> evenly_chosen(std::span<const std::size_t> films) {
  const std::size_t count = std::min(films.size(), most_films);
  std::vector<std::size_t> chosen(count);
  for (std::size_t i = 0; i < count; ++i) chosen[i] = films[i * films.size() / count];
  return chosen;
}

Status restore_norms_on(const Classifier& classifier, const Recipe& recipe,
                        const Manifest& manifest, std::span<const std::size_t> training_films,
                        const TrainOptions& options) {
  const std::vector<std::size_t> films = evenly_chosen(training_films);
  CHESTLENS_TRY(const auto dataset,
                load_dataset(manifest, films, input_of(recipe, recipe.stages.front()),
                             options.threads, options.cache_folder, options.reporter));
  CHESTLENS_CHECK(restore_norms(classifier, dataset.images.split(batch_films)));
  options.reporter.say("norms restored by the statistics of " + std::to_string(films.size()) +
                       " training films");
  return {};
}

}  // namespace

Result<std::optional<BeganWith>> load_start_weights(const Classifier& classifier,
                                                    const Recipe& recipe, const Manifest& manifest,
                                                    std::span<const std::size_t> training_films,
                                                    const TrainOptions& options) {
  const auto& network = recipe.network;
  if (network.weights.empty()) return std::optional<BeganWith>();
  CHESTLENS_TRY(const auto file, find_weights(network.weights));
  const std::string path = file.path.string();
  CHESTLENS_TRY(const auto bytes, read_file(file.path));
  CHESTLENS_TRY(const auto found, with_context(parse_state_dicts(bytes, file.key), path));
  CHESTLENS_TRY(const auto fit,
                with_context(load_fitting(classifier, found, network.allow_missing), path));
  BeganWith began{file.name, sha256_hex(bytes), file.from,
                  network.weights_use == WeightsUse::mean_variance, fit.wrapper.missing};
  options.reporter.say("begins with " + to_text(began));
  if (network.restore_norms) {
    CHESTLENS_CHECK(restore_norms_on(classifier, recipe, manifest, training_films, options));
  }
  if (began.mean_variance) draw_by_mean_and_variance(classifier);
  return std::optional(std::move(began));
}

}  // namespace chestlens
