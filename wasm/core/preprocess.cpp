// From a film to the network's input, by the card's recipe.
#include <chestlens/card.hpp>
#include <chestlens/overlay.hpp>
#include <chestlens/preprocess.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val network_input(const DecodedFilm& film, const Card& card) {
  return reply([&] {
    return preprocess(film.image, card.input).map([](const FloatImage& input) {
      return object_of("pixels", to_typed_array(input.pixels));
    });
  });
}

val initial_window(const DecodedFilm& film, const Card& card) {
  return reply([&]() -> Result<val> {
    const Window window = window_from_percentiles(film.image, card.input.window_low_percentile,
                                                  card.input.window_high_percentile);
    auto levels = object_of("low_level", window.low_level);
    levels.set("high_level", window.high_level);
    return levels;
  });
}

EMSCRIPTEN_BINDINGS(preprocess) {
  emscripten::function("preprocess", &network_input);
  emscripten::function("initial_window", &initial_window);
}

}  // namespace
}  // namespace chestlens::bridge
