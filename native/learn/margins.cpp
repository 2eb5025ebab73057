#include "learn/margins.hpp"

#include "learn/pixel_noise.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <array>

namespace chestlens {
namespace {

constexpr std::int64_t margin_sides = 4;  // and as many corners
constexpr int fill_kinds = 3;

torch::Tensor areas(const torch::Tensor& boxes) {
  const auto edges = boxes.unbind(2);
  return (edges[2] - edges[0]) * (edges[3] - edges[1]);
}

/// [B,1,1,1], whether a film has this fill.
torch::Tensor has_fill(const MarginDraw& draw, MarginFill fill) {
  return draw.fill.eq(static_cast<double>(fill)).view({-1, 1, 1, 1});
}

/// [B,8,S], whether the middle of a pixel lies between two edges of a box.
torch::Tensor lies_between(const torch::Tensor& boxes, std::int64_t low, std::int64_t high,
                           std::int64_t side) {
  const auto places = (torch::arange(side, boxes.options()) + 0.5) / side;
  return places.ge(boxes.select(2, low).unsqueeze(2))
      .logical_and(places.lt(boxes.select(2, high).unsqueeze(2)));
}

}  // namespace

MarginDraw draw_margins(const Augmentation& augmentation, RandomDraws& draws) {
  const auto bordered = draws.chance(augmentation.border_probability);
  std::array<torch::Tensor, margin_sides> depth;
  for (torch::Tensor& border : depth) {
    border = draws.uniform(0.0, augmentation.border_share) * bordered;
  }
  std::array<torch::Tensor, margin_sides> width, height;
  for (std::size_t corner = 0; corner < margin_sides; ++corner) {
    const auto hidden = draws.chance(augmentation.corner_probability);
    width[corner] = draws.uniform(0.0, augmentation.corner_share) * hidden;
    height[corner] = draws.uniform(0.0, augmentation.corner_share) * hidden;
  }
  const auto none = torch::zeros_like(bordered), all = torch::ones_like(bordered);
  const auto box = [](const torch::Tensor& left, const torch::Tensor& top,
                      const torch::Tensor& right, const torch::Tensor& bottom) {
    return torch::stack({left, top, right, bottom}, 1);
  };
  MarginDraw draw;
  draw.boxes = torch::stack(
      {box(none, none, depth[0], all), box(none, none, all, depth[1]),
       box(1.0 - depth[2], none, all, all), box(none, 1.0 - depth[3], all, all),
       box(none, none, width[0], height[0]), box(1.0 - width[1], none, all, height[1]),
       box(none, 1.0 - height[2], width[2], all), box(1.0 - width[3], 1.0 - height[3], all, all)},
      1);
  draw.fill = draws.whole(0, fill_kinds - 1);
  draw.noise_seed = draws.seeds();
  return draw;
}

bool may_cover_margins(const Augmentation& augmentation) {
  return (augmentation.border_probability > 0.0 && augmentation.border_share > 0.0) ||
         (augmentation.corner_probability > 0.0 && augmentation.corner_share > 0.0);
}

torch::Tensor has_covered_margin(const MarginDraw& draw) {
  return areas(draw.boxes).gt(0.0).any(1);
}

torch::Tensor cover_margins(const torch::Tensor& images, const MarginDraw& draw) {
  const std::int64_t side = images.size(3);
  const auto columns = lies_between(draw.boxes, 0, 2, side).to(torch::kFloat32);
  const auto rows = lies_between(draw.boxes, 1, 3, side).to(torch::kFloat32);
  const auto boxes_over = rows.transpose(1, 2).matmul(columns).unsqueeze(1);  // [B,1,S,S]
  const auto mean = images.mean({2, 3}, /*keepdim=*/true);
  const auto flat = torch::where(has_fill(draw, MarginFill::mean), mean, torch::zeros_like(mean));
  const auto filling =
      torch::where(has_fill(draw, MarginFill::noise), uniform_pixels(draw.noise_seed, side), flat);
  return torch::where(boxes_over.gt(0.5), filling, images);
}

std::vector<torch::Tensor*> tensors_of(MarginDraw& draw) {
  return {&draw.boxes, &draw.fill, &draw.noise_seed};
}

std::vector<std::string> describe(const MarginDraw& draw, std::int64_t film) {
  constexpr std::array<const char*, fill_kinds> names{"its mean", "noise", "black"};
  const auto covered = areas(draw.boxes.narrow(0, film, 1))[0].gt(0.0);
  const bool has_border = covered.narrow(0, 0, margin_sides).any().item<bool>();
  const auto corners = covered.narrow(0, margin_sides, margin_sides).sum().item<int>();
  if (!has_border && corners == 0) return {};
  std::string word = has_border ? "border" : "";
  if (corners > 0) {
    word += fmt::format("{}{} {}", has_border ? " and " : "", corners,
                        corners == 1 ? "corner" : "corners");
  }
  const auto fill = static_cast<std::size_t>(draw.fill[film].item<float>());
  return {word + " in " + names.at(fill)};
}

}  // namespace chestlens
