#include "learn/tta.hpp"

#include "data/random.hpp"

#include <torch/torch.h>

#include <cmath>

namespace chestlens {

std::vector<AugmentationDraw> draw_views(const TestTimeAugmentation& settings, std::int64_t films) {
  Augmentation geometry = settings.augmentation;
  geometry.brightness = 0.0;
  geometry.contrast = 0.0;
  geometry.cutout_probability = 0.0;
  geometry.intensity_probability = 0.0;
  geometry.border_probability = 0.0;
  geometry.corner_probability = 0.0;
  const bool mirrors = geometry.flip > 0.0;

  std::vector<AugmentationDraw> views;
  for (int view = 0; view < settings.views; ++view) {
    geometry.flip = mirrors && view % 2 == 0 ? 1.0 : 0.0;
    Augmentation drawn = geometry;
    if (mirrors && view == 0) {
      drawn.affine_probability = 0.0;
      drawn.perspective_probability = 0.0;
    }
    views.push_back(draw_augmentation(
        drawn, films, derive_seed(settings.seed, {static_cast<std::uint64_t>(view)})));
  }
  return views;
}

torch::Tensor log_mean_probabilities(const std::vector<torch::Tensor>& logits) {
  std::vector<torch::Tensor> log_p;
  for (const torch::Tensor& view : logits) log_p.push_back(view.log_softmax(1));
  return torch::stack(log_p).logsumexp(0) - std::log(static_cast<double>(logits.size()));
}

}  // namespace chestlens
