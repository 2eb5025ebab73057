// The map of a bundle, and how far a new film is from those that are known.
#include <chestlens/bundle_parts.hpp>
#include <chestlens/placed_words.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

#include <memory>
#include <span>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val parse(const Card& card, const val& bytes) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto file, from_typed_array<std::uint8_t>(bytes, map_file));
    CHESTLENS_TRY(auto map, map_of_bundle(std::as_bytes(std::span(file)), card));
    return object_of("map", std::make_shared<ReferenceMap>(std::move(map)));
  });
}

/// How far a film is from its nearest, in words.
val say_distance(const ReferenceMap& map, const val& features) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto values, from_typed_array<float>(features, "features"));
    CHESTLENS_TRY(const auto placed, place(map, values));
    return object_of("words", distance_in_words(placed, rounding_of(map)));
  });
}

EMSCRIPTEN_BINDINGS(map) {
  emscripten::class_<ReferenceMap>("ReferenceMap")
      .smart_ptr<std::shared_ptr<ReferenceMap>>("ReferenceMapPointer");
  emscripten::function("parse_map", &parse);
  emscripten::function("say_distance", &say_distance);
}

}  // namespace
}  // namespace chestlens::bridge
