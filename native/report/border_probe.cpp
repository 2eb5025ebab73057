#include "report/border_probe.hpp"

#include "data/dataset.hpp"
#include "evaluate/bundle_outputs.hpp"
#include "io/guarded.hpp"
#include "io/progress.hpp"

#include <torch/torch.h>

#include <cmath>
#include <utility>

namespace chestlens {
namespace {

namespace nn = torch::nn;

constexpr int border_probe_pixels = 60;  // a tenth of it is whole pixels
constexpr std::int64_t border_probe_units = 64;
constexpr std::int64_t border_probe_batch = 64;
constexpr int border_probe_epochs = 30;
constexpr std::uint64_t border_probe_seed = 42;

/// At most 10,000 of the films, evenly spaced: 144 MB.
std::vector<std::size_t> thinned(std::span<const std::size_t> films) {
  constexpr std::size_t most_films = 10'000;
  std::vector<std::size_t> kept;
  for (const std::size_t place : evenly_spaced(films.size(), most_films)) {
    kept.push_back(films[place]);
  }
  return kept;
}

/// Positions of the border's pixels in a flattened film.
torch::Tensor border_positions() {
  const auto width = static_cast<std::int64_t>(std::lround(border_share * border_probe_pixels));
  auto mask = torch::ones({border_probe_pixels, border_probe_pixels}, torch::kBool);
  mask.slice(0, width, border_probe_pixels - width)
      .slice(1, width, border_probe_pixels - width)
      .fill_(false);
  return mask.flatten().nonzero().flatten();
}

/// Each film's border, standardised by its own mean and deviation: the grey window was set by the
/// whole film and would give the lungs away.
torch::Tensor border_of(const torch::Tensor& images) {
  const auto border = images.flatten(1).index_select(1, border_positions());
  const auto mean = border.mean(1, /*keepdim=*/true);
  return (border - mean) / border.std(1, /*unbiased=*/true, /*keepdim=*/true).clamp_min(1e-3);
}

nn::Sequential train_border_network(const torch::Tensor& x, const torch::Tensor& labels,
                                    std::int64_t classes, const Reporter& reporter) {
  torch::manual_seed(border_probe_seed);
  nn::Sequential network(nn::Linear(x.size(1), border_probe_units), nn::ReLU(), nn::Dropout(0.25),
                         nn::Linear(border_probe_units, classes));
  torch::optim::AdamW optimizer(network->parameters(),
                                torch::optim::AdamWOptions(1e-3).weight_decay(0.01));
  Progress progress(reporter, "border probe", border_probe_epochs, "epochs");
  for (int epoch = 0; epoch < border_probe_epochs; ++epoch) {
    for (const auto& batch : torch::randperm(x.size(0)).split(border_probe_batch)) {
      optimizer.zero_grad();
      const auto logits = network->forward(x.index_select(0, batch));
      nn::functional::cross_entropy(logits, labels.index_select(0, batch)).backward();
      optimizer.step();
    }
    progress.advance();
  }
  progress.finish();
  network->eval();
  return network;
}

}  // namespace

Result<Evaluation> probe_border(const RunData& data, const InputSpec& input, EvaluatedPart part,
                                int threads, const Reporter& reporter) {
  CHESTLENS_TRY(const auto all_films, films_of(data, part));
  const auto films = thinned(all_films);
  InputSpec small = input;
  small.size_pixels = border_probe_pixels;
  CHESTLENS_TRY(const auto seen, load_dataset(data.manifest, thinned(data.split.train), small,
                                              threads, data.cache_folder, reporter));
  CHESTLENS_TRY(const auto scored,
                load_dataset(data.manifest, films, small, threads, data.cache_folder, reporter));

  return guarded("border probe", [&] {
    const auto x = border_of(seen.images);
    const auto mean = x.mean(0), deviation = x.std(0).clamp_min(1e-3);
    auto network = train_border_network((x - mean) / deviation, seen.labels,
                                        std::ssize(data.manifest.classes), reporter);
    const torch::NoGradGuard no_grad;
    const auto logits = network->forward((border_of(scored.images) - mean) / deviation);
    return evaluate_predictions(part, data.manifest, films, {logits, scored.labels}, reporter);
  });
}

}  // namespace chestlens
