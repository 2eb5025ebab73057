#pragma once

#include "learn/draw_augmentation.hpp"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace chestlens {

/// Test-time augmentation: probabilities averaged over the film and further views at it.
struct TestTimeAugmentation {
  int views = 0;              // beside the film itself; 0 switches it off
  Augmentation augmentation;  // what the network was trained under
  std::uint64_t seed = 0;
};

/// A draw of `films` films for each view. Where the training mirrored films, the first view is the
/// plain mirror image and every other view after it is mirrored, too. The rest are draws of the
/// training's own rotation, shift, zoom and perspective; grey levels stay and nothing is cut out.
std::vector<AugmentationDraw> draw_views(const TestTimeAugmentation& settings, std::int64_t films);

/// log of the mean of softmax(logits) over several views, each [N,C]: logits of the average
/// opinion. Every view counts the same; fastai's tta (beta 0.25 for the film, the rest for the mean
/// of 4 views) comes to nearly that.
torch::Tensor log_mean_probabilities(const std::vector<torch::Tensor>& logits);

}  // namespace chestlens
