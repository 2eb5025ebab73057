#pragma once

#include <cstdint>
#include <memory>

namespace chestlens {

struct Chain;

/// ResNeXt-101 32x4d (Xie 2017) cut after its last block:
/// [N,channels,H,W] -> [N,2048,H/32,W/32], rounded up. Parameters bear torchvision's names.
std::shared_ptr<Chain> make_resnext101_32x4d_body(std::int64_t input_channels = 3);

}  // namespace chestlens
