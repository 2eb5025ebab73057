#include "embed/placed_text.hpp"

#include "bundle/trust_text.hpp"
#include "embed/map_films.hpp"
#include "io/column_table.hpp"
#include "io/visible_text.hpp"

#include <chestlens/placed_words.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace chestlens {
namespace {

const std::string& class_of(const ReferenceMap& map, const NearFilm& near) {
  return map.classes[map.films[near.film].class_index];
}

const std::string& source_of(const ReferenceMap& map, const NearFilm& near) {
  return map.sources[map.films[near.film].source_index];
}

}  // namespace

std::string placed_text(const ReferenceMap& map, std::span<const PlacedFilm> films,
                        std::span<const std::string> files) {
  std::string text;
  const double rounding = rounding_of(map);
  for (const auto& [file, placed, trust] : films) {
    text += fmt::format("{}: {}at {:.2f}, {:.2f}; {}\n", visible_text(file),
                        trust ? trust_note(*trust) + "  " : "", placed.place.x, placed.place.y,
                        distance_in_words(placed, rounding));
    if (const std::string near = nearest_in_words(map, placed, rounding); !near.empty()) {
      text += visible_text(near) + "\n";
    }
    TextRow header{"", "distance", "class", "source", "split"};
    if (!files.empty()) header.push_back("film");
    std::vector<TextRow> rows;
    for (const NearFilm& near : placed.nearest) {
      TextRow row{"", fmt::format("{:.3g}", near.distance), visible_text(class_of(map, near)),
                  visible_text(source_of(map, near)), to_string(map.films[near.film].split)};
      if (!files.empty()) row.push_back(visible_text(files[near.film]));
      rows.push_back(std::move(row));
    }
    text += column_table(header, rows);
  }
  return text;
}

nlohmann::ordered_json placed_json(const ReferenceMap& map, std::span<const PlacedFilm> films) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  const double rounding = rounding_of(map);
  for (const auto& [file, placed, trust] : films) {
    Json nearest = Json::array();
    for (const NearFilm& near : placed.nearest) {
      nearest.push_back({{"film", near.film},
                         {"distance", near.distance},
                         {"class", class_of(map, near)},
                         {"source", source_of(map, near)},
                         {"split", to_string(map.films[near.film].split)}});
    }
    Json film{{"file", file}};
    if (trust) film["trust"] = trust_json(*trust);
    film.update({{"x", placed.place.x},
                 {"y", placed.place.y},
                 {"farther_than", placed.farther_than},
                 {"is_on_the_map", is_on_map(placed, rounding)},
                 {"says", distance_in_words(placed, rounding)},
                 {"nearest_say", nearest_in_words(map, placed, rounding)},
                 {"nearest", nearest}});
    list.push_back(std::move(film));
  }
  return list;
}

std::string placed_to_json(std::span<const ModelMap> models) {
  nlohmann::ordered_json json{{"by", "chestlens embed"},
                              {"models", nlohmann::ordered_json::array()}};
  for (const ModelMap& model : models) {
    json["models"].push_back({{"name", model.name},
                              {"title", model.title},
                              {"model_sha256", model.made.map.model_sha256},
                              {"placed", placed_json(model.made.map, model.placed)}});
  }
  // File names may hold any bytes.
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace chestlens
