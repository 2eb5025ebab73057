// Grad-CAM heat-maps and their overlay on the film.
#include <chestlens/card.hpp>
#include <chestlens/ensemble.hpp>
#include <chestlens/grad_cam.hpp>
#include <chestlens/overlay.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val heatmap_of(const val& activations, int features, int height, int width,
               const val& cam_weights) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto maps, from_typed_array<float>(activations, "activations"));
    CHESTLENS_TRY(const auto weights, from_typed_array<float>(cam_weights, "cam_weights"));
    CHESTLENS_TRY(auto heatmap, grad_cam(maps, {features, height, width}, weights));
    return object_of("heatmap", to_typed_array(normalize_heatmap(std::move(heatmap)).pixels));
  });
}

Result<FloatImage> heatmap_from(std::vector<float>&& pixels, int height, int width) {
  if (height < 1 || width < 1 || pixels.size() != area_pixels(width, height)) {
    return fail(ErrorCode::invalid_argument, "give height * width values", "heatmap");
  }
  return FloatImage{width, height, std::move(pixels)};
}

Result<WeightedHeatmap> member_from(const val& member) {
  CHESTLENS_TRY(auto pixels, from_typed_array<float>(member["heatmap"], "heatmap"));
  CHESTLENS_TRY(auto heatmap, heatmap_from(std::move(pixels), member["height"].as<int>(),
                                           member["width"].as<int>()));
  return WeightedHeatmap{std::move(heatmap), member["weight"].as<double>()};
}

/// A list of {heatmap, height, width, weight}.
val ensemble_heatmap_of(const val& list) {
  return reply([&]() -> Result<val> {
    std::vector<WeightedHeatmap> members;
    for (const val& item : emscripten::vecFromJSArray<val>(list)) {
      CHESTLENS_TRY(auto member, member_from(item));
      members.push_back(std::move(member));
    }
    CHESTLENS_TRY(const auto heatmap, ensemble_heatmap(members));
    val fields = object_of("heatmap", to_typed_array(heatmap.pixels));
    fields.set("height", heatmap.height_pixels);
    fields.set("width", heatmap.width_pixels);
    return fields;
  });
}

val overlay(const GreyImage& film, const Card& card, double low_level, double high_level,
            bool invert, const val& heatmap, int height, int width, float opacity) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(auto pixels, from_typed_array<float>(heatmap, "heatmap"));
    CHESTLENS_TRY(const auto heat, heatmap_from(std::move(pixels), height, width));
    CHESTLENS_TRY(const auto image, render_overlay(film, {low_level, high_level, invert}, heat,
                                                   opacity, card.input.fit));
    return object_of("rgba", to_typed_array(image.pixels));
  });
}

EMSCRIPTEN_BINDINGS(explain) {
  emscripten::function("grad_cam", &heatmap_of);
  emscripten::function("ensemble_heatmap", &ensemble_heatmap_of);
  emscripten::function("render_overlay", &overlay);
}

}  // namespace
}  // namespace chestlens::bridge
