#include "report/film_view.hpp"

#include "data/film.hpp"
#include "io/base64.hpp"
#include "io/guarded.hpp"
#include "networks/grad_cam_autograd.hpp"

#include <chestlens/encode.hpp>
#include <chestlens/grad_cam.hpp>
#include <chestlens/overlay.hpp>

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

constexpr int shown_pixels = 224;
constexpr float heat_opacity = 0.5F;

GreyImage as_film(const FloatImage& image) {
  GreyImage film{image.width_pixels, image.height_pixels, 255, {}};
  for (const float value : image.pixels) {
    film.pixels.push_back(
        static_cast<std::uint16_t>(std::lround(255.0F * std::clamp(value, 0.0F, 1.0F))));
  }
  return film;
}

/// Grad-CAM of one class, its maximum 1.
FloatImage heatmap_of(const Classifier& classifier, const FloatImage& image, int class_index) {
  const auto images =
      torch::tensor(image.pixels).view({1, 1, image.height_pixels, image.width_pixels});
  const AutogradCam cam = grad_cam_autograd(classifier, images);
  const auto map = signed_heatmaps(cam.cam_weights, cam.activations)[0][class_index]
                       .relu()
                       .to(torch::kFloat32)
                       .contiguous();
  const float* values = map.data_ptr<float>();
  return normalize_heatmap({static_cast<int>(map.size(1)),
                            static_cast<int>(map.size(0)),
                            {values, values + map.numel()}});
}

Result<std::string> png_uri(const RgbaImage& image) {
  CHESTLENS_TRY(const auto png, encode_png(image));
  return "data:image/png;base64," + base64(png);
}

}  // namespace

Result<FilmView> view_film(const Classifier& classifier, const InputSpec& input,
                           const std::filesystem::path& film, int class_index) {
  CHESTLENS_TRY(const auto read, read_film(film));
  CHESTLENS_TRY(const auto image, preprocess(read, input));
  CHESTLENS_TRY(const auto heatmap, guarded(film.string(), [&]() -> Result<FloatImage> {
                  return heatmap_of(classifier, image, class_index);
                }));
  InputSpec shown = input;
  shown.size_pixels = shown_pixels;
  CHESTLENS_TRY(const auto square, preprocess(read, shown));
  const GreyImage grey = as_film(square);
  CHESTLENS_TRY(const auto overlay, render_overlay(grey, Window(), heatmap, heat_opacity));
  FilmView view;
  CHESTLENS_TRY(view.film, png_uri(render_film(grey, Window())));
  CHESTLENS_TRY(view.overlay, png_uri(overlay));
  return view;
}

}  // namespace chestlens
