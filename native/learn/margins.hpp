#pragma once

#include "learn/random_draws.hpp"
#include "recipe/augmentation.hpp"

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// What lies over the borders and corners of a film: its own mean, noise of all grey levels, black.
enum class MarginFill : std::uint8_t { mean, noise, black };

/// What is covered of B films, against what their margins tell of their origin (burnt-in letters,
/// collimation, edges of scans: Zech et al. 2018; DeGrave et al. 2021).
struct MarginDraw {
  torch::Tensor boxes;  // float32 [B,8,4]: left, top, right, bottom, shares of the film's side;
                        // four borders, four corners; without area: none
  torch::Tensor fill;   // float32 [B], of MarginFill
  torch::Tensor noise_seed;  // int64 [B], of pixel_noise.hpp
};

/// The next draws of a generator.
MarginDraw draw_margins(const Augmentation& augmentation, RandomDraws& draws);

/// Whether a recipe may draw a cover.
bool may_cover_margins(const Augmentation& augmentation);

/// bool [B], whether anything of a film is covered.
torch::Tensor has_covered_margin(const MarginDraw& draw);

/// Covers images [B,1,S,S] in [0,1] on the draw's device, the pixels whose middles lie in a box, as
/// Random Erasing fills its box (Zhong et al. 2020).
torch::Tensor cover_margins(const torch::Tensor& images, const MarginDraw& draw);

/// All of a draw's tensors, to do the same with each.
std::vector<torch::Tensor*> tensors_of(MarginDraw& draw);

/// The cover of one film in words ("border and 2 corners in noise"); empty where there is none.
std::vector<std::string> describe(const MarginDraw& draw, std::int64_t film);

}  // namespace chestlens
