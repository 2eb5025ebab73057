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

val near_film(const ReferenceMap& map, const NearFilm& near) {
  const MapFilm& film = map.films[near.film];
  auto object = object_of("film", static_cast<int>(near.film));
  object.set("distance", near.distance);
  object.set("class_name", map.classes[film.class_index]);
  object.set("source", map.sources[film.source_index]);
  object.set("split", to_string(film.split));
  return object;
}

val array_of(const std::vector<std::string>& texts) {
  auto array = val::array();
  for (const std::string& text : texts) array.call<void>("push", text);
  return array;
}

/// Of each film a value that `value_of` it gives, as a typed array.
template <typename T, typename ValueOf>
val values_of(const ReferenceMap& map, ValueOf value_of) {
  std::vector<T> values;
  values.reserve(map.films.size());
  for (const MapFilm& film : map.films) values.push_back(static_cast<T>(value_of(film)));
  return to_typed_array(values);
}

/// What the viewer shows of a map.
val points_of(const ReferenceMap& map) {
  auto object = object_of("classes", array_of(map.classes));
  object.set("sources", array_of(map.sources));
  object.set("x", values_of<float>(map, [](const MapFilm& film) { return film.place.x; }));
  object.set("y", values_of<float>(map, [](const MapFilm& film) { return film.place.y; }));
  object.set("class_of",
             values_of<std::uint16_t>(map, [](const MapFilm& film) { return film.class_index; }));
  object.set("source_of",
             values_of<std::uint16_t>(map, [](const MapFilm& film) { return film.source_index; }));
  object.set("split_of",
             values_of<std::uint8_t>(map, [](const MapFilm& film) { return film.split; }));
  return object;
}

val place_film(const ReferenceMap& map, const val& features) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto values, from_typed_array<float>(features, "features"));
    CHESTLENS_TRY(const auto placed, place(map, values));
    CHESTLENS_TRY(const auto distances, distances_to(map, values));
    const double rounding = rounding_of(map);
    auto nearest = val::array();
    for (const NearFilm& near : placed.nearest) {
      nearest.call<void>("push", near_film(map, near));
    }
    auto object = object_of("x", placed.place.x);
    object.set("y", placed.place.y);
    object.set("farther_than", placed.farther_than);
    object.set("says", distance_in_words(placed, rounding));
    object.set("nearest_say", nearest_in_words(map, placed, rounding));
    object.set("is_far", is_far(placed));
    object.set("distances", to_typed_array(distances));
    object.set("nearest", nearest);
    return object_of("placed", object);
  });
}

EMSCRIPTEN_BINDINGS(map) {
  emscripten::class_<ReferenceMap>("ReferenceMap")
      .smart_ptr<std::shared_ptr<ReferenceMap>>("ReferenceMapPointer");
  emscripten::function("parse_map", &parse);
  emscripten::function("map_points", &points_of);
  emscripten::function("place_film", &place_film);
}

}  // namespace
}  // namespace chestlens::bridge
