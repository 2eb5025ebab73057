#include <chestlens/placed_words.hpp>

#include <nlohmann/json.hpp>
#include <viewer/desktop/open.hpp>
#include <viewer/desktop/reference_maps.hpp>
#include <viewer/map_actions.hpp>

#include <span>

namespace chestlens::viewer {
namespace {

Result<ReferenceMap> read_map(const std::string& path) {
  CHESTLENS_TRY(const auto bytes, read_file(path));
  return with_context(parse_map(std::as_bytes(std::span(bytes))), path);
}

Result<FilmPlace> place_from(const ReferenceMap& map, const nlohmann::json& json) {
  Placed placed;
  placed.place = {json.at("x"), json.at("y")};
  placed.farther_than = json.at("farther_than");
  for (const auto& near : json.at("nearest")) {
    placed.nearest.push_back({near.at("film"), near.at("distance")});
    if (placed.nearest.back().film >= map.films.size()) {
      return fail(ErrorCode::invalid_argument, "the map has no such film", "nearest");
    }
  }
  const double rounding = rounding_of(map);
  return FilmPlace{
      placed, distance_in_words(placed, rounding), nearest_in_words(map, placed, rounding), {}};
}

Status show_reference_map(State& state, std::size_t member, const nlohmann::json& listed,
                          const nlohmann::json& films) {
  CHESTLENS_TRY(const auto map, read_map(listed.at("file")));
  CHESTLENS_TRY(auto shown, make_film_map(map.classes, map.sources, map.films));
  CHESTLENS_CHECK(set_map(state, member, {listed.at("model"), std::move(shown), {}}));
  for (const auto& entry : films) {
    const auto places = entry.value("places", nlohmann::json::array());
    if (member >= places.size()) continue;
    CHESTLENS_TRY(const int id, film_id(state, entry.at("name")));
    CHESTLENS_TRY(auto place, place_from(map, places[member]));
    CHESTLENS_CHECK(set_place(state, id, member, std::move(place)));
  }
  return {};
}

}  // namespace

Status show_reference_maps(State& state, const nlohmann::json& json) {
  std::size_t member = 0;
  for (const auto& listed : json.value("reference_maps", nlohmann::json::array())) {
    CHESTLENS_CHECK(show_reference_map(state, member++, listed, json.at("films")));
  }
  return {};
}

}  // namespace chestlens::viewer
