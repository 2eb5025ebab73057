// The map of a bundle, and where a new film lies among those that are known.
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

val near_film(const ReferenceMap& map, const NearFilm& near) {
  const MapFilm& film = map.films[near.film];
  auto object = object_of("film", static_cast<int>(near.film));
  object.set("distance", near.distance);
  object.set("class_name", map.classes[film.class_index]);
  object.set("source", map.sources[film.source_index]);
  return object;
}

val place_film(const ReferenceMap& map, const val& features) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto values, from_typed_array<float>(features, "features"));
    CHESTLENS_TRY(const auto placed, place(map, values));
    auto nearest = val::array();
    for (const NearFilm& near : placed.nearest) {
      nearest.call<void>("push", near_film(map, near));
    }
    auto object = object_of("x", placed.place.x);
    object.set("y", placed.place.y);
    object.set("farther_than", placed.farther_than);
    object.set("says", distance_in_words(map, placed));
    object.set("nearest", nearest);
    return object_of("placed", object);
  });
}

EMSCRIPTEN_BINDINGS(map) {
  emscripten::class_<ReferenceMap>("ReferenceMap")
      .smart_ptr<std::shared_ptr<ReferenceMap>>("ReferenceMapPointer");
  emscripten::function("parse_map", &parse);
  emscripten::function("place_film", &place_film);
}

}  // namespace
}  // namespace chestlens::bridge
