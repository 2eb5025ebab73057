// Films: the bytes of a file become grey levels.
#include <chestlens/blank.hpp>
#include <chestlens/decode.hpp>

#include <bridge/film_change.hpp>
#include <bridge/reply.hpp>
#include <bridge/spacing.hpp>
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
    CHESTLENS_TRY(auto film, decode_picture(std::as_bytes(std::span(file))));
    CHESTLENS_CHECK(check_not_blank(film.image));
    return object_of("film", std::make_shared<DecodedFilm>(std::move(film)));
  });
}

ImageFormat format_of(const val& bytes) {
  const val beginning = bytes.call<val>("subarray", 0, static_cast<int>(sniffed_bytes));
  const auto file = from_typed_array<std::uint8_t>(beginning, "bytes");
  return file ? sniff_format(std::as_bytes(std::span(*file))) : ImageFormat::unknown;
}

/// Whether a file is a film by its beginning, of which so many bytes are enough.
bool is_film(const val& bytes) {
  return format_of(bytes) != ImageFormat::unknown;
}

int beginning_bytes() {
  return static_cast<int>(sniffed_bytes);
}

bool is_dicom(const val& bytes) {
  return format_of(bytes) == ImageFormat::dicom;
}

/// Whether chestlens_formats decodes it, which is another module.
bool is_further(const val& bytes) {
  return is_further_format(format_of(bytes));
}

/// What chestlens_formats' decode_further gave, as this module's film.
val film_of(const val& decoded) {
  return reply([&]() -> Result<val> {
    DecodedFilm film;
    film.image.width_pixels = decoded["width"].as<int>();
    film.image.height_pixels = decoded["height"].as<int>();
    film.image.max_level = decoded["max_level"].as<std::uint16_t>();
    CHESTLENS_TRY(film.image.pixels, from_typed_array<std::uint16_t>(decoded["pixels"], "pixels"));
    if (film.image.pixels.size() !=
        area_pixels(film.image.width_pixels, film.image.height_pixels)) {
      return fail(ErrorCode::mismatch, "give width * height values", "pixels");
    }
    CHESTLENS_CHECK(check_not_blank(film.image));
    film.subject = decoded["subject"].as<std::string>();
    film.notes = emscripten::vecFromJSArray<std::string>(decoded["notes"]);
    film.colored_share = decoded["colored_share"].as<double>();
    if (const val spacing = decoded["spacing"]; !spacing.isNull()) {
      film.spacing =
          PixelSpacing{spacing["across_mm"].as<double>(), spacing["down_mm"].as<double>()};
    }
    return object_of("film", std::make_shared<DecodedFilm>(std::move(film)));
  });
}

/// {film, words}: the film as it is read after the change, and what is said of it.
val change_film(const std::shared_ptr<DecodedFilm>& film, const val& wanted) {
  return reply([&]() -> Result<val> {
    const FilmChange change = change_from(wanted);
    auto object = object_of("film", change == FilmChange{}
                                        ? film
                                        : std::make_shared<DecodedFilm>(changed(*film, change)));
    object.set("words", in_words(change));
    return object;
  });
}

int width(const DecodedFilm& film) {
  return film.image.width_pixels;
}
int height(const DecodedFilm& film) {
  return film.image.height_pixels;
}
int max_level(const DecodedFilm& film) {
  return film.image.max_level;
}
/// {across_mm, down_mm}, or null where the file does not say it.
val spacing(const DecodedFilm& film) {
  return spacing_object(film.spacing);
}
val pixels(const DecodedFilm& film) {
  return to_typed_array(film.image.pixels);
}

val notes(const DecodedFilm& film) {
  return val::array(film.notes);
}

EMSCRIPTEN_BINDINGS(film) {
  emscripten::class_<DecodedFilm>("DecodedFilm")
      .smart_ptr<std::shared_ptr<DecodedFilm>>("DecodedFilmPointer")
      .property("width", &width)
      .property("height", &height)
      .property("max_level", &max_level)
      .property("subject", &DecodedFilm::subject)
      .function("pixels", &pixels)
      .function("spacing", &spacing)
      .function("notes", &notes);
  emscripten::function("decode", &decode);
  emscripten::function("is_dicom", &is_dicom);
  emscripten::function("is_further_format", &is_further);
  emscripten::function("is_film", &is_film);
  emscripten::function("sniffed_bytes", &beginning_bytes);
  emscripten::function("film_of", &film_of);
  emscripten::function("change_film", &change_film);
}

}  // namespace
}  // namespace chestlens::bridge
