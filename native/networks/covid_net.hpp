#pragma once

#include <cstdint>
#include <memory>

namespace chestlens {

struct Chain;

enum class CovidNetSize : std::uint8_t { small, large };

/// COVID-Net (Wang & Wong 2020) after its paper: [N,channels,H,W] -> [N,2048,H/32,W/32], H, W
/// >= 32. The paper gives the stages' widths, blocks and links; the widths inside a block, chosen
/// by a search there, and where norms stand are ours, so that parameters and multiply-adds come
/// within 0.5 % of those published (116.6 M and 2.26 G small, 127.4 M and 3.59 G large).
std::shared_ptr<Chain> make_covid_net_body(CovidNetSize size, std::int64_t input_channels = 3);

/// Its own head on [N,2048,h,w]: flatten, linear to 1024, linear to 256, linear to [N,classes], a
/// ReLU after the first two. The first layer's size comes from that of the films; maps of films of
/// another size, in progressive resizing, are first pooled or stretched to it. The paper has no
/// dropout (p/2 after the first layer, p after the second).
std::shared_ptr<Chain> make_covid_net_head(int size_pixels, std::int64_t classes, double dropout);

}  // namespace chestlens
