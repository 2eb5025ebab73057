#include "learn/apply_augmentation.hpp"

#include "learn/jpeg.hpp"

#include <torch/torch.h>

#include <array>
#include <utility>

namespace chestlens {
namespace {

using Matrix = std::array<std::array<torch::Tensor, 3>, 3>;  // of [B] elements

torch::Tensor stacked(const Matrix& matrix) {
  std::vector<torch::Tensor> rows;
  for (const auto& row : matrix) rows.push_back(torch::stack({row[0], row[1], row[2]}, 1));
  return torch::stack(rows, 1);
}

/// fastai solves eight equations per film for its Warp; their solution is
/// [1-y^2, -xy, x; -xy, 1-x^2, y; x, y, 1], and this is its adjugate.
torch::Tensor inverse_warp(const torch::Tensor& x, const torch::Tensor& y) {
  const auto xx = x * x, yy = y * y;
  const auto scale = 1.0 - xx - yy;
  const auto right = -x * (1.0 - xx + yy);
  const auto down = -y * (1.0 + xx - yy);
  return stacked({{{scale, 2.0 * x * y, right}, {2.0 * x * y, scale, down}, {right, down, scale}}});
}

torch::Tensor affine(const AugmentationDraw& draw) {
  const auto turn = draw.turn.to(torch::kFloat64);
  const auto mirror = draw.mirror.to(torch::kFloat64);
  const auto root = draw.stretch.to(torch::kFloat64).sqrt();
  const auto wide = draw.zoom / root;
  const auto high = draw.zoom * root;
  const auto zero = torch::zeros_like(turn);
  // The coordinates span [-1,1], so a share of the side is twice that.
  return stacked(
      {{{turn.cos() / wide * mirror, -turn.sin() / high, -2.0 * draw.shift_x.to(torch::kFloat64)},
        {turn.sin() / wide * mirror, turn.cos() / high, -2.0 * draw.shift_y.to(torch::kFloat64)},
        {zero, zero, torch::ones_like(turn)}}});
}

/// Element by element: a GPU's matrix product may round coordinates to 10 bits.
torch::Tensor sampling_grid(const torch::Tensor& matrices, std::int64_t side) {
  const auto places = (2.0 * torch::arange(side, matrices.options()) + 1.0) / side - 1.0;
  const auto x = places.view({1, 1, side});
  const auto y = places.view({1, side, 1});
  const auto row = [&](std::int64_t i) {
    const auto element = [&](std::int64_t j) {
      return matrices.select(1, i).select(1, j).view({-1, 1, 1});
    };
    return element(0) * x + element(1) * y + element(2);
  };
  constexpr double horizon = 0.05;  // a strong tilt would show what lies behind the camera
  const auto depth = row(2).clamp_min(horizon);
  return torch::stack({row(0) / depth, row(1) / depth}, 3);
}

torch::Tensor per_film(const torch::Tensor& values) {
  return values.view({-1, 1, 1, 1});
}

torch::Tensor move(const torch::Tensor& images, const AugmentationNumbers& numbers) {
  const auto grid = sampling_grid(numbers.matrices, images.size(3));
  constexpr std::int64_t bilinear = 0, reflection = 2;
  const auto moved =
      torch::grid_sampler(images, grid, bilinear, reflection, /*align_corners=*/false);
  return torch::where(per_film(numbers.moved), moved, images);
}

torch::Tensor light(const torch::Tensor& images, const AugmentationNumbers& numbers) {
  // A little off 0 and 1, where the logit is infinite; less than half a level of 8 bits.
  constexpr double margin = 1e-3;
  const auto logits = torch::logit(images, margin);
  const auto lit =
      torch::sigmoid(logits * per_film(numbers.contrast) + per_film(numbers.brightness));
  return torch::where(per_film(numbers.lit), lit, images);
}

torch::Tensor cut(const torch::Tensor& images, const AugmentationNumbers& numbers) {
  const std::int64_t side = images.size(3);
  const auto& holes = numbers.holes;
  const auto places = (torch::arange(side, holes.options()) + 0.5) / side;
  const auto reach = holes.select(2, 2).unsqueeze(2) / 2.0;                         // [B,H,1]
  const auto columns = (places - holes.select(2, 0).unsqueeze(2)).abs().lt(reach);  // [B,H,S]
  const auto rows = (places - holes.select(2, 1).unsqueeze(2)).abs().lt(reach);
  auto cut_out = torch::zeros({images.size(0), side, side},
                              torch::TensorOptions().dtype(torch::kBool).device(images.device()));
  for (std::int64_t hole = 0; hole < holes.size(1); ++hole) {
    cut_out.logical_or_(
        rows.select(1, hole).unsqueeze(2).logical_and(columns.select(1, hole).unsqueeze(1)));
  }
  return images.masked_fill(cut_out.unsqueeze(1), 0.0);
}

torch::Tensor changed_light(const AugmentationDraw& draw) {
  return draw.brightness.ne(0.0).logical_or(draw.contrast.ne(1.0));
}

bool are_moved(const torch::Tensor& matrices) {
  return !torch::equal(matrices, torch::eye(3).expand_as(matrices));
}

AugmentationNumbers to_device(AugmentationNumbers numbers, c10::Device device) {
  for (torch::Tensor* tensor : tensors_of(numbers)) *tensor = tensor->to(device);
  return numbers;
}

}  // namespace

torch::Tensor homographies(const AugmentationDraw& draw) {
  const auto tilts = inverse_warp(draw.tilt_x.to(torch::kFloat64), draw.tilt_y.to(torch::kFloat64));
  return tilts.matmul(affine(draw)).to(torch::kFloat32);
}

AugmentationParts parts_of(const Augmentation& augmentation) {
  const Augmentation& a = augmentation;
  const bool is_affine =
      a.affine_probability > 0.0 && (a.rotate_degrees != 0.0 || a.shift != 0.0 || a.zoom != 1.0 ||
                                     a.zoom_out != 1.0 || a.stretch != 1.0);
  const bool tilts = a.perspective_probability > 0.0 && a.perspective != 0.0;
  return {.moves = a.flip > 0.0 || is_affine || tilts,
          .lights = a.lighting_probability > 0.0 && (a.brightness != 0.0 || a.contrast != 0.0),
          .cuts = a.cutout_probability > 0.0,
          .covers = may_cover_margins(a),
          .intensity = intensity_parts(a)};
}

AugmentationParts parts_of(const AugmentationDraw& draw) {
  return {.moves = are_moved(homographies(draw)),
          .lights = changed_light(draw).any().item<bool>(),
          .cuts = draw.holes.select(2, 2).gt(0.0).any().item<bool>(),
          .covers = has_covered_margin(draw.margins).any().item<bool>(),
          .intensity = intensity_parts(draw.intensity)};
}

std::vector<torch::Tensor*> tensors_of(AugmentationNumbers& numbers) {
  std::vector<torch::Tensor*> all = {&numbers.matrices, &numbers.contrast, &numbers.brightness,
                                     &numbers.holes,    &numbers.lit,      &numbers.moved};
  for (torch::Tensor* tensor : tensors_of(numbers.intensity)) all.push_back(tensor);
  all.push_back(&numbers.jpeg_steps);
  for (torch::Tensor* tensor : tensors_of(numbers.margins)) all.push_back(tensor);
  std::erase_if(all, [](const torch::Tensor* tensor) { return !tensor->defined(); });
  return all;
}

AugmentationNumbers numbers_of(const AugmentationDraw& draw, const AugmentationParts& parts) {
  auto matrices = homographies(draw);
  const bool moved = are_moved(matrices);
  AugmentationNumbers numbers{.matrices = std::move(matrices),
                              .moved = torch::full({1}, moved, torch::kBool),
                              .contrast = draw.contrast,
                              .brightness = draw.brightness,
                              .lit = changed_light(draw),
                              .holes = draw.holes,
                              .intensity = {},
                              .jpeg_steps = {},
                              .margins = {}};
  if (parts.intensity.any()) {
    numbers.intensity = draw.intensity;
    numbers.jpeg_steps = jpeg_steps(draw.intensity.jpeg_quality);
  }
  if (parts.covers) numbers.margins = draw.margins;
  return numbers;
}

torch::Tensor apply_augmentation(const torch::Tensor& images, const AugmentationNumbers& numbers,
                                 const AugmentationParts& parts) {
  const torch::NoGradGuard no_grad;
  torch::Tensor changed = images;
  if (parts.moves) changed = move(changed, numbers);
  changed = change_levels(changed, numbers.intensity, parts.intensity);
  if (parts.lights) changed = light(changed, numbers);
  changed = degrade(changed, numbers.intensity, numbers.jpeg_steps, parts.intensity);
  if (parts.cuts) changed = cut(changed, numbers);
  if (parts.covers) changed = cover_margins(changed, numbers.margins);
  return changed;
}

torch::Tensor apply_augmentation(const torch::Tensor& images, const AugmentationDraw& draw) {
  const AugmentationParts parts = parts_of(draw);
  return apply_augmentation(images, to_device(numbers_of(draw, parts), images.device()), parts);
}

torch::Tensor augment(const torch::Tensor& images, const Augmentation& augmentation,
                      std::uint64_t seed) {
  return apply_augmentation(images, draw_augmentation(augmentation, images.size(0), seed));
}

}  // namespace chestlens
