// A heat-map over a film.
#include <chestlens/card.hpp>
#include <chestlens/overlay.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val overlay(const DecodedFilm& film, const Card& card, double low_level, double high_level,
            bool invert, const val& heatmap, int height, int width, float opacity) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(auto pixels, from_typed_array<float>(heatmap, "heatmap"));
    if (height < 1 || width < 1 || pixels.size() != area_pixels(width, height)) {
      return fail(ErrorCode::invalid_argument, "give height * width values", "heatmap");
    }
    const FloatImage heat{width, height, std::move(pixels)};
    CHESTLENS_TRY(const auto image, render_overlay(film.image, {low_level, high_level, invert},
                                                   heat, opacity, card.input.fit));
    return object_of("rgba", to_typed_array(image.pixels));
  });
}

EMSCRIPTEN_BINDINGS(overlay) {
  emscripten::function("render_overlay", &overlay);
}

}  // namespace
}  // namespace chestlens::bridge
