#include "learn/apply_intensity.hpp"

#include "learn/jpeg.hpp"
#include "learn/pixel_noise.hpp"
#include "learn/sharpness.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

torch::Tensor to_films(const torch::Tensor& values) {
  return values.view({-1, 1, 1, 1});
}

torch::Tensor is_bent(const torch::Tensor& curves) {
  return curves.ne(straight_curve(curves.options())).any(1);
}

torch::Tensor follow(const torch::Tensor& images, const torch::Tensor& curves) {
  const auto places = images.flatten(1) * curve_pieces;
  const auto pieces = places.to(torch::kInt64).clamp_(0, curve_pieces - 1);
  const auto low = curves.gather(1, pieces), high = curves.gather(1, pieces + 1);
  return torch::lerp(low, high, places - pieces).view_as(images);
}

torch::Tensor soften(const torch::Tensor& images, const IntensityDraw& draw,
                     const IntensityParts& parts) {
  const std::int64_t side = images.size(3);
  torch::Tensor matrices;
  if (parts.blur) matrices = blur_matrices(draw.blur * side, side);
  if (parts.resolution) {
    const auto fewer = resolution_matrices(draw.resolution, side);
    matrices = matrices.defined() ? fewer.matmul(matrices) : fewer;
  }
  const auto is_softened = draw.blur.gt(0.0).logical_or(draw.resolution.lt(1.0));
  return torch::where(to_films(is_softened), on_both_sides(matrices, images).clamp_(0.0, 1.0),
                      images);
}

}  // namespace

IntensityParts intensity_parts(const Augmentation& augmentation) {
  const Augmentation& a = augmentation;
  if (a.intensity_probability == 0.0) return {};
  return {.gamma = a.gamma != 1.0,
          .curve = a.histogram != 0.0,
          .blur = a.blur_pixels != 0.0,
          .resolution = a.resolution != 1.0,
          .noise = a.noise != 0.0,
          .jpeg = a.jpeg_quality != 100};
}

IntensityParts intensity_parts(const IntensityDraw& draw) {
  const auto in_any = [](const torch::Tensor& condition) { return condition.any().item<bool>(); };
  return {.gamma = in_any(draw.gamma.ne(1.0)),
          .curve = in_any(is_bent(draw.curve)),
          .blur = in_any(draw.blur.gt(0.0)),
          .resolution = in_any(draw.resolution.lt(1.0)),
          .noise = in_any(draw.noise.gt(0.0)),
          .jpeg = in_any(draw.jpeg_quality.lt(100.0))};
}

torch::Tensor change_levels(const torch::Tensor& images, const IntensityDraw& draw,
                            const IntensityParts& parts) {
  torch::Tensor changed = images;
  if (parts.gamma) {
    changed =
        torch::where(to_films(draw.gamma.ne(1.0)), changed.pow(to_films(draw.gamma)), changed);
  }
  if (parts.curve) {
    changed = torch::where(to_films(is_bent(draw.curve)), follow(changed, draw.curve), changed);
  }
  return changed;
}

torch::Tensor degrade(const torch::Tensor& images, const IntensityDraw& draw,
                      const torch::Tensor& jpeg_steps, const IntensityParts& parts) {
  torch::Tensor changed = images;
  if (parts.blur || parts.resolution) changed = soften(changed, draw, parts);
  if (parts.noise) {
    const auto noise = normal_pixels(draw.noise_seed, images.size(3));
    changed = (changed + to_films(draw.noise) * noise).clamp_(0.0, 1.0);
  }
  if (parts.jpeg) {
    changed = torch::where(to_films(draw.jpeg_quality.lt(100.0)), through_jpeg(changed, jpeg_steps),
                           changed);
  }
  return changed;
}

}  // namespace chestlens
