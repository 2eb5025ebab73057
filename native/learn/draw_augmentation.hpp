#pragma once

#include "learn/draw_intensity.hpp"
#include "learn/margins.hpp"
#include "recipe/augmentation.hpp"

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// The changes drawn for B films, float32 on the CPU, [B] each. A film is tilted, shifted, turned,
/// enlarged and mirrored. Then its grey levels change: gamma and the curve, brightness and
/// contrast, blur, fewer pixels, noise, JPEG. Then holes are cut, and borders and corners covered.
struct AugmentationDraw {
  torch::Tensor tilt_x;   // fastai's Warp: < 1 - |tilt_y|; the left side grows, the right shrinks
  torch::Tensor tilt_y;   // the upper side grows, the lower shrinks
  torch::Tensor shift_x;  // share of the side, to the right
  torch::Tensor shift_y;  // down
  torch::Tensor turn;     // radians, counter-clockwise
  torch::Tensor zoom;     // 1: unchanged; smaller: the film is made smaller
  torch::Tensor stretch;  // of height against width, the area stays; 1: unchanged
  torch::Tensor mirror;   // -1: mirrored, 1: not
  torch::Tensor brightness;  // added to the logit of a grey level
  torch::Tensor contrast;    // multiplies it
  torch::Tensor holes;  // [B,H,3]: middle x, y and side, shares of the film's side; side 0: none
  IntensityDraw intensity;
  MarginDraw margins;
};

/// A draw that depends on the seed alone, not on the device.
AugmentationDraw draw_augmentation(const Augmentation& augmentation, std::int64_t films,
                                   std::uint64_t seed);

/// All of a draw's tensors, to do the same with each.
std::vector<torch::Tensor*> tensors_of(AugmentationDraw& draw);

/// The draws of `count` films from `first` on.
AugmentationDraw slice(const AugmentationDraw& draw, std::int64_t first, std::int64_t count);

/// The changes of one film in words ("turned +7.2 deg", "2 holes"); empty where there is none.
std::vector<std::string> describe(const AugmentationDraw& draw, std::int64_t film);

}  // namespace chestlens
