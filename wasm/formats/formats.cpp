// Films of further formats, and which of a DICOM file's elements may identify a patient.
#include <chestlens/dicom.hpp>

#include <bridge/reply.hpp>
#include <bridge/spacing.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

#include <optional>
#include <span>

namespace chestlens::bridge {
namespace {

using emscripten::val;

/// {width, height, max_level, pixels, subject, notes, colored_share, spacing}. A frame of 0 is
/// none.
val decode(const val& bytes, int frame) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto file, from_typed_array<std::uint8_t>(bytes, "bytes"));
    CHESTLENS_TRY(const auto film,
                  decode_further(std::as_bytes(std::span(file)),
                                 frame == 0 ? std::nullopt : std::optional(frame)));
    val object = val::object();
    object.set("width", film.image.width_pixels);
    object.set("height", film.image.height_pixels);
    object.set("max_level", int{film.image.max_level});
    object.set("pixels", to_typed_array(film.image.pixels));
    object.set("subject", film.subject);
    object.set("notes", val::array(film.notes));
    object.set("colored_share", film.colored_share);
    object.set("spacing", spacing_object(film.spacing));
    return object;
  });
}

int count_frames(const val& bytes) {
  const auto file = from_typed_array<std::uint8_t>(bytes, "bytes");
  const auto facts = file ? read_dicom_facts(std::as_bytes(std::span(*file))) : DicomFacts{};
  return facts ? facts->frames : 1;
}

val identifiers(const val& bytes) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto file, from_typed_array<std::uint8_t>(bytes, "bytes"));
    CHESTLENS_TRY(const auto elements, identifying_elements(std::as_bytes(std::span(file))));
    val object = val::object();
    object.set("elements", val::array(elements));
    return object;
  });
}

EMSCRIPTEN_BINDINGS(formats) {
  emscripten::function("count_frames", &count_frames);
  emscripten::function("decode_further", &decode);
  emscripten::function("identifying_elements", &identifiers);
}

}  // namespace
}  // namespace chestlens::bridge
