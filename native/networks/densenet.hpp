#pragma once

#include <cstdint>
#include <memory>

namespace chestlens {

struct Chain;

/// DenseNet-121 (Huang 2017) cut after its features:
/// [N,channels,H,W] -> [N,1024,H/32,W/32], H, W >= 32. Parameters bear torchvision's names; the
/// last norm is followed by its ReLU, out of place.
std::shared_ptr<Chain> make_densenet121_body(std::int64_t input_channels = 3);

}  // namespace chestlens
