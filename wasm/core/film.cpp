// Films: the bytes of a file become grey levels.
#include <chestlens/decode.hpp>

#include <bridge/film_change.hpp>
#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

#include <memory>
#include <span>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val decode(const val& bytes) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto file, from_typed_array<std::uint8_t>(bytes, "bytes"));
    CHESTLENS_TRY(auto film, decode_image(std::as_bytes(std::span(file))));
    return object_of("film", std::make_shared<GreyImage>(std::move(film)));
  });
}

/// {film, words}: the film as it is read after the change, and what is said of it.
val change_film(const std::shared_ptr<GreyImage>& film, const val& wanted) {
  return reply([&]() -> Result<val> {
    const FilmChange change = change_from(wanted);
    auto object = object_of("film", change == FilmChange{}
                                        ? film
                                        : std::make_shared<GreyImage>(changed(*film, change)));
    object.set("words", in_words(change));
    return object;
  });
}

int width(const GreyImage& film) {
  return film.width_pixels;
}
int height(const GreyImage& film) {
  return film.height_pixels;
}
int max_level(const GreyImage& film) {
  return film.max_level;
}
val pixels(const GreyImage& film) {
  return to_typed_array(film.pixels);
}

EMSCRIPTEN_BINDINGS(film) {
  emscripten::class_<GreyImage>("GreyImage")
      .smart_ptr<std::shared_ptr<GreyImage>>("GreyImagePointer")
      .property("width", &width)
      .property("height", &height)
      .property("max_level", &max_level)
      .function("pixels", &pixels);
  emscripten::function("decode", &decode);
  emscripten::function("change_film", &change_film);
}

}  // namespace
}  // namespace chestlens::bridge
