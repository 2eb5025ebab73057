// Maps and places, as the page's worker gives them.
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>
#include <viewer/map_actions.hpp>
#include <viewer/web/changed.hpp>

#include <cstdint>

namespace chestlens::viewer {
namespace {

using bridge::from_typed_array;
using emscripten::val;

std::vector<std::string> names_from(const val& list) {
  return emscripten::vecFromJSArray<std::string>(list);
}

/// {classes, sources, x, y, class_of, source_of, split_of}, an array's values one per film.
Result<FilmMap> map_from(const val& points) {
  CHESTLENS_TRY(const auto x, from_typed_array<float>(points["x"], "x"));
  CHESTLENS_TRY(const auto y, from_typed_array<float>(points["y"], "y"));
  CHESTLENS_TRY(const auto classes,
                from_typed_array<std::uint16_t>(points["class_of"], "class_of"));
  CHESTLENS_TRY(const auto sources,
                from_typed_array<std::uint16_t>(points["source_of"], "source_of"));
  CHESTLENS_TRY(const auto splits, from_typed_array<std::uint8_t>(points["split_of"], "split_of"));
  const std::size_t films = x.size();
  if (y.size() != films || classes.size() != films || sources.size() != films ||
      splits.size() != films) {
    return fail(ErrorCode::invalid_argument, "give one value per film", "points");
  }
  std::vector<MapFilm> made;
  made.reserve(films);
  for (std::size_t i = 0; i < films; ++i) {
    made.push_back({{x[i], y[i]}, classes[i], sources[i], static_cast<MapSplit>(splits[i])});
  }
  return make_film_map(names_from(points["classes"]), names_from(points["sources"]),
                       std::move(made));
}

/// A member's map; where `points` is null, `missing` says why, and `may_come` whether asking again
/// may help.
val set_member_map(int member, const std::string& model, const val& points,
                   const std::string& missing, bool may_come) {
  return changed([&]() -> Status {
    MemberMap map{model, std::nullopt, missing, may_come};
    if (!points.isNull()) {
      CHESTLENS_TRY(map.map, map_from(points));
    }
    return set_map(state(), static_cast<std::size_t>(member), std::move(map));
  });
}

val set_film_place(int id, int member, const val& said) {
  return changed([&]() -> Status {
    FilmPlace place;
    place.placed.place = {said["x"].as<float>(), said["y"].as<float>()};
    place.placed.farther_than = said["farther_than"].as<double>();
    for (const val& near : emscripten::vecFromJSArray<val>(said["nearest"])) {
      place.placed.nearest.push_back(
          {static_cast<std::size_t>(near["film"].as<int>()), near["distance"].as<float>()});
    }
    place.says = said["says"].as<std::string>();
    place.nearest_say = said["nearest_say"].as<std::string>();
    CHESTLENS_TRY(place.distances, from_typed_array<float>(said["distances"], "distances"));
    return set_place(state(), id, static_cast<std::size_t>(member), std::move(place));
  });
}

EMSCRIPTEN_BINDINGS(maps) {
  emscripten::function("set_map", &set_member_map);
  emscripten::function("set_place", &set_film_place);
}

}  // namespace
}  // namespace chestlens::viewer
