#pragma once

#include <cstdint>
#include <memory>

namespace chestlens {

struct Chain;

/// MobileNetV2 of width 1 (Sandler 2018) cut after its features:
/// [N,channels,H,W] -> [N,1280,H/32,W/32], rounded up. Parameters bear torchvision's names.
/// Convolutions of stride 2 pad both sides alike, or as TensorFlow's SAME does: what is odd right
/// and below. Weights fit the padding they were trained with.
std::shared_ptr<Chain> make_mobilenet_v2_body(std::int64_t input_channels = 3,
                                              bool tensorflow_padding = false);

/// Its own head on [N,1280,h,w]: average pool, flatten, dropout, linear to [N,classes].
std::shared_ptr<Chain> make_mobilenet_v2_head(std::int64_t classes, double dropout);

}  // namespace chestlens
