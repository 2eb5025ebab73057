#pragma once

#include <cstdint>
#include <memory>

namespace chestlens {

struct Chain;

/// Xception (Chollet 2017) cut after its last ReLU: [N,channels,H,W] -> [N,2048,h,w], 10 x 10 for
/// 299 pixels, 7 x 7 for 224. Parameters bear Cadene's and timm's names; as there, pools are padded
/// alike on both sides.
std::shared_ptr<Chain> make_xception_body(std::int64_t input_channels = 3);

}  // namespace chestlens
