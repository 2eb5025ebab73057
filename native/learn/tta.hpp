#pragma once

#include "learn/draw_augmentation.hpp"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace chestlens {

/// Test-time augmentation: probabilities averaged over the film and changed views of it.
struct TestTimeAugmentation {
  int views = 0;              // beside the film itself; 0 switches it off
  Augmentation augmentation;  // what the network was trained under
  std::uint64_t seed = 0;
};

/// One draw of `films` films per view. Where the training mirrored films, the first view is the
/// plain mirror image and every second view after it is mirrored too. The rest are draws of the
/// training's own rotation, shift, zoom and perspective; grey levels stay and nothing is cut out.
std::vector<AugmentationDraw> draw_views(const TestTimeAugmentation& settings, std::int64_t films);

/// log of the mean of softmax(logits) over several views, each [N,C]: logits of the
/// averaged prediction. All views have equal weights; fastai's tta (beta 0.25 for the film, the
/// rest for the mean of 4 views) is nearly the same.
torch::Tensor log_mean_probabilities(const std::vector<torch::Tensor>& logits);

}  // namespace chestlens
