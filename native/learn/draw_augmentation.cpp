#include "learn/draw_augmentation.hpp"

#include "learn/random_draws.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <numbers>
#include <utility>

namespace chestlens {
namespace {

constexpr double degrees_per_radian = 180.0 / std::numbers::pi;

/// DeVries & Taylor 2017 as fastai's cutout has it: a hole's middle is anywhere in the film, so
/// that the border may cut it.
torch::Tensor draw_holes(const Augmentation& augmentation, RandomDraws& draws) {
  const double low = augmentation.cutout_pixels_min / nominal_film_pixels;
  const double high = augmentation.cutout_pixels_max / nominal_film_pixels;
  const auto holes =
      draws.chance(augmentation.cutout_probability) * draws.whole(1, augmentation.cutout_holes);
  std::vector<torch::Tensor> all;
  for (int hole = 0; hole < augmentation.cutout_holes; ++hole) {
    const auto x = draws.uniform(0.0, 1.0);
    const auto y = draws.uniform(0.0, 1.0);
    const auto side = draws.uniform(low, high) * holes.gt(hole).to(torch::kFloat32);
    all.push_back(torch::stack({x, y, side}, 1));
  }
  return torch::stack(all, 1);
}

}  // namespace

AugmentationDraw draw_augmentation(const Augmentation& augmentation, std::int64_t films,
                                   std::uint64_t seed) {
  RandomDraws draws(seed, films);
  const double affine = augmentation.affine_probability;
  const double lighting = augmentation.lighting_probability;
  const double tilting = augmentation.perspective_probability;
  const double radians = augmentation.rotate_degrees / degrees_per_radian;
  const double shift = augmentation.shift;
  const double brightness = augmentation.brightness / 2.0;
  const double contrast = -std::log(1.0 - augmentation.contrast);
  const double tilt = augmentation.perspective;

  AugmentationDraw draw;
  draw.mirror = 1.0 - 2.0 * draws.chance(augmentation.flip);
  draw.turn = draws.uniform(-radians, radians) * draws.chance(affine);
  const auto shifted = draws.chance(affine);
  draw.shift_x = draws.uniform(-shift, shift) * shifted;
  draw.shift_y = draws.uniform(-shift, shift) * shifted;
  draw.zoom = 1.0 + (draws.uniform(1.0, augmentation.zoom) - 1.0) * draws.chance(affine);
  draw.brightness =
      torch::logit(0.5 + draws.uniform(-brightness, brightness) * draws.chance(lighting));
  draw.contrast = torch::exp(draws.uniform(-contrast, contrast) * draws.chance(lighting));
  draw.tilt_x = draws.uniform(-tilt, tilt) * draws.chance(tilting);
  draw.tilt_y = draws.uniform(-tilt, tilt) * draws.chance(tilting);
  draw.holes = draw_holes(augmentation, draws);
  // Drawn last: recipes without them keep their draws.
  const auto smaller = (draws.uniform(1.0, augmentation.zoom_out) - 1.0) * draws.chance(affine);
  draw.zoom = draw.zoom / (1.0 + smaller);
  const double stretch = std::log(augmentation.stretch);
  draw.stretch = torch::exp(draws.uniform(-stretch, stretch) * draws.chance(affine));
  draw.intensity = draw_intensity(augmentation, draws);
  draw.margins = draw_margins(augmentation, draws);
  return draw;
}

std::vector<torch::Tensor*> tensors_of(AugmentationDraw& draw) {
  std::vector<torch::Tensor*> all = {&draw.tilt_x,     &draw.tilt_y,   &draw.shift_x, &draw.shift_y,
                                     &draw.turn,       &draw.zoom,     &draw.stretch, &draw.mirror,
                                     &draw.brightness, &draw.contrast, &draw.holes};
  for (torch::Tensor* tensor : tensors_of(draw.intensity)) all.push_back(tensor);
  for (torch::Tensor* tensor : tensors_of(draw.margins)) all.push_back(tensor);
  return all;
}

AugmentationDraw slice(const AugmentationDraw& draw, std::int64_t first, std::int64_t count) {
  AugmentationDraw part = draw;
  for (torch::Tensor* tensor : tensors_of(part)) *tensor = tensor->narrow(0, first, count);
  return part;
}

std::vector<std::string> describe(const AugmentationDraw& draw, std::int64_t film) {
  const auto of = [film](const torch::Tensor& all) { return all[film].item<double>(); };
  // What rounds to nothing has no sign.
  const auto rounded = [](double value, double unit) {
    return std::round(value / unit) * unit + 0.0;
  };
  const double tilt_x = of(draw.tilt_x), tilt_y = of(draw.tilt_y);
  const double shift_x = 100.0 * of(draw.shift_x), shift_y = 100.0 * of(draw.shift_y);
  const double turn = degrees_per_radian * of(draw.turn), zoom = of(draw.zoom);
  const double stretch = of(draw.stretch);
  const double brightness = of(draw.brightness), contrast = of(draw.contrast);
  const auto holes = draw.holes[film].select(1, 2).gt(0.0).sum().item<int>();

  std::vector<std::string> words;
  if (tilt_x != 0.0 || tilt_y != 0.0) {
    words.push_back(
        fmt::format("tilted {:+.2f} {:+.2f}", rounded(tilt_x, 0.01), rounded(tilt_y, 0.01)));
  }
  if (shift_x != 0.0 || shift_y != 0.0) {
    words.push_back(
        fmt::format("shifted {:+.0f} {:+.0f} %", rounded(shift_x, 1.0), rounded(shift_y, 1.0)));
  }
  if (turn != 0.0) words.push_back(fmt::format("turned {:+.1f} deg", turn));
  if (zoom != 1.0) words.push_back(fmt::format("zoomed x{:.2f}", zoom));
  if (stretch != 1.0) words.push_back(fmt::format("stretched x{:.2f}", stretch));
  if (of(draw.mirror) < 0.0) words.emplace_back("mirrored");
  if (brightness != 0.0) words.push_back(fmt::format("brightness {:+.2f}", brightness));
  if (contrast != 1.0) words.push_back(fmt::format("contrast x{:.2f}", contrast));
  for (std::string& word : describe(draw.intensity, film)) words.push_back(std::move(word));
  if (holes > 0) words.push_back(fmt::format("{} {}", holes, holes == 1 ? "hole" : "holes"));
  for (std::string& word : describe(draw.margins, film)) words.push_back(std::move(word));
  return words;
}

}  // namespace chestlens
