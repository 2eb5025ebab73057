#include "embed/placed_text.hpp"

#include "bundle/trust_text.hpp"
#include "embed/map_films.hpp"
#include "io/column_table.hpp"
#include "io/visible_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace chestlens {
namespace {

constexpr double unusually_far = 0.95;

/// How far a film of the map may lie from its own place, which the map holds in eight bits.
double rounding_of(const ReferenceMap& map) {
  double squared = 0.0;
  const std::size_t width = map.components();
  for (std::size_t d = 0; d < width; ++d) {
    bool is_used = false;  // otherwise its step means nothing
    for (std::size_t i = d; i < map.codes.size(); i += width) is_used |= map.codes[i] != 0;
    if (is_used) squared += 0.25 * double{map.steps[d]} * double{map.steps[d]};
  }
  constexpr double float_error = 1.01;
  return float_error * std::sqrt(squared);
}

std::string distance_sentence(const Placed& placed, double rounding) {
  if (placed.nearest.empty()) return {};
  if (placed.nearest.front().distance <= rounding) {
    const std::string same =
        "it is on the map already: the first below is the same film, or one that the network "
        "cannot tell from it";
    return placed.nearest.size() < 2
               ? same
               : fmt::format("{}; the next is {:.3g} away", same, placed.nearest[1].distance);
  }
  return fmt::format(
      "its nearest film is {:.3g} away, farther than {:.0f} % of films are from theirs{}",
      placed.nearest.front().distance, 100.0 * placed.farther_than,
      placed.farther_than > unusually_far ? ": it is unlike the films of the map" : "");
}

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
                        distance_sentence(placed, rounding));
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
    const bool is_known = !placed.nearest.empty() && placed.nearest.front().distance <= rounding;
    if (trust) film["trust"] = trust_json(*trust);
    film.update({{"x", placed.place.x},
                 {"y", placed.place.y},
                 {"farther_than", placed.farther_than},
                 {"is_on_the_map", is_known},
                 {"nearest", nearest}});
    list.push_back(std::move(film));
  }
  return list;
}

}  // namespace chestlens
