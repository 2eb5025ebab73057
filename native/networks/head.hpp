#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace chestlens {

struct Chain;

/// fastai v2's head on feature maps [N,F,h,w]: max and average pool, flatten, norm, dropout p/2,
/// linear to 512, ReLU, norm, dropout p, linear to logits [N,C]; linear layers have no bias.
/// Children bear fastai's numbers "0".."8".
std::shared_ptr<Chain> make_concat_pool_head(std::int64_t feature_maps, std::int64_t classes,
                                             double dropout);

/// The head most networks have for ImageNet: average pool, flatten, and a linear layer with bias,
/// called `linear`, to logits [N,C].
std::shared_ptr<Chain> make_average_pool_head(std::int64_t feature_maps, std::int64_t classes,
                                              const std::string& linear);

}  // namespace chestlens
