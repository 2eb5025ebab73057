#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// How far a training film may be changed; 0 switches a change off.
struct Augmentation {
  double flip = 0.5;             // probability of a horizontal mirror
  double rotate_degrees = 10.0;  // up to this, either way
  double shift = 0.05;           // up to this share of the side, either way
  double zoom = 1.1;             // enlarged by up to this factor; 1 switches it off
  double perspective = 0.0;      // fastai's Warp: corners move by up to this share of half the side
  double brightness = 0.2;       // fastai's "lighting": largest change, in logit space
  double contrast = 0.2;
  double affine_probability = 0.75;       // of rotation, shift and zoom, each
  double perspective_probability = 0.75;  // of a tilt sideways and of one up or down, each
  double lighting_probability = 0.75;     // of brightness and contrast, each
  double cutout_probability = 0.0;
  int cutout_holes = 4;             // one to this many
  double cutout_pixels_min = 20.0;  // side of a hole in a film of cutout_film_pixels
  double cutout_pixels_max = 50.0;
};

/// Holes take the same share of a film at every size of progressive resizing: their sides are given
/// for films of 224 pixels.
constexpr double cutout_film_pixels = 224.0;

/// The changes drawn for B films, float32 on the CPU, [B] each. A film is tilted, shifted, turned
/// and enlarged, mirrored; then its grey levels change; then holes are cut.
struct AugmentationDraw {
  torch::Tensor tilt_x;   // fastai's Warp: < 1 - |tilt_y|; the left side grows, the right shrinks
  torch::Tensor tilt_y;   // the upper side grows, the lower shrinks
  torch::Tensor shift_x;  // share of the side, to the right
  torch::Tensor shift_y;  // down
  torch::Tensor turn;     // radians, counter-clockwise
  torch::Tensor zoom;     // 1: as it is
  torch::Tensor mirror;   // -1: mirrored, 1: as it is
  torch::Tensor brightness;  // added to the logit of a grey level
  torch::Tensor contrast;    // multiplies it
  torch::Tensor holes;  // [B,H,3]: middle x, y and side, shares of the film's side; side 0: none
};

/// Draws by the seed alone, whatever the device.
AugmentationDraw draw_augmentation(const Augmentation& augmentation, std::int64_t films,
                                   std::uint64_t seed);

/// The draws of `count` films from `first` on.
AugmentationDraw slice(const AugmentationDraw& draw, std::int64_t first, std::int64_t count);

/// What one film goes through, in words for people ("turned +7.2 deg", "2 holes"); empty where it
/// stays as it is.
std::vector<std::string> describe(const AugmentationDraw& draw, std::int64_t film);

}  // namespace chestlens
