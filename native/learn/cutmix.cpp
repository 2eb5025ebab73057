#include "learn/cutmix.hpp"

#include "learn/random_draws.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

/// Both ends of an interval within 0 .. length: `half` of it on each side of a pixel.
std::pair<torch::Tensor, torch::Tensor> interval(RandomDraws& draws, const torch::Tensor& side,
                                                 std::int64_t length) {
  const auto centre = draws.whole(0, static_cast<int>(length) - 1).to(torch::kInt64);
  const auto half = (side * static_cast<double>(length)).to(torch::kInt64).div(2, "floor");
  return {(centre - half).clamp(0, length), (centre + half).clamp(0, length)};
}

/// [B,length], true where low <= position < high.
torch::Tensor inside(const torch::Tensor& low, const torch::Tensor& high, std::int64_t length) {
  const auto position = torch::arange(length, low.options()).unsqueeze(0);
  return position.ge(low.unsqueeze(1)).logical_and(position.lt(high.unsqueeze(1)));
}

}  // namespace

CutmixDraw draw_cutmix(double alpha, at::IntArrayRef shape, std::uint64_t seed) {
  const std::int64_t height = shape[2], width = shape[3];
  RandomDraws draws(seed, shape[0]);
  // sqrt(1 - l), where l and 1 - l are of the same distribution (mixup.cpp).
  const auto side = torch::sigmoid(draws.log_gamma(alpha) - draws.log_gamma(alpha)).sqrt();
  const auto [left, right] = interval(draws, side, width);
  const auto [top, bottom] = interval(draws, side, height);
  const auto area = ((right - left) * (bottom - top)).to(torch::kFloat64);
  const auto share = 1.0 - area / static_cast<double>(width * height);
  return {{share.to(torch::kFloat32), draws.permutation()},
          torch::stack({left, top, right, bottom}, 1)};
}

torch::Tensor paste(const torch::Tensor& images, const CutmixDraw& draw) {
  const auto sides = draw.box.to(images.device()).unbind(1);
  const auto columns = inside(sides[0], sides[2], images.size(3)).unsqueeze(1);  // [B,1,W]
  const auto rows = inside(sides[1], sides[3], images.size(2)).unsqueeze(2);     // [B,H,1]
  const auto box = rows.logical_and(columns).unsqueeze(1);                       // [B,1,H,W]
  const auto partners = images.index_select(0, draw.pairs.partner.to(images.device()));
  return torch::where(box, partners, images);
}

}  // namespace chestlens
