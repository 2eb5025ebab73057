#pragma once

#include <chestlens/map.hpp>
#include <chestlens/map_groups.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens::viewer {

/// What the colors of a map stand for.
enum class MapColors : std::uint8_t { by_class, by_source };

/// Where the name of each group of films stands: in the middle of where they are densest; nowhere
/// for a group without films.
using NamePlaces = std::vector<std::optional<MapPoint>>;

/// One model's map: where the films that are known lie, and how they are grouped.
struct FilmMap {
  std::vector<std::string> classes;
  std::vector<std::string> sources;
  std::vector<MapFilm> films;
  MapGrouping by_class;
  MapGrouping by_source;
  NamePlaces class_names;
  NamePlaces source_names;
  std::vector<std::uint32_t> drawing_order;  // of the films, by a fixed lot: no group lies on top
  MapPoint center;                           // of a circle with all films in it
  float radius = 1.0F;
};

/// Errors: invalid_argument without films, or where one has no class, source or place.
Result<FilmMap> make_film_map(std::vector<std::string> classes, std::vector<std::string> sources,
                              std::vector<MapFilm> films);

const MapGrouping& grouping(const FilmMap& map, MapColors colors);
const NamePlaces& name_places(const FilmMap& map, MapColors colors);
const std::string& class_of(const FilmMap& map, std::size_t film);
const std::string& source_of(const FilmMap& map, std::size_t film);

/// Where a film of one's own lies on a map.
struct FilmPlace {
  Placed placed;
  std::string says;              // how far its nearest film is
  std::string nearest_say;       // what its nearest films are
  std::vector<float> distances;  // to each film of the map; none where they are not known
};

/// Whether the place is one on this map: finite, with films of it that are nearest.
bool is_place_on(const FilmMap& map, const FilmPlace& place);

/// Where a film is drawn: at its place, or where it is far from all films, beyond them in the
/// direction of its place.
MapPoint drawn_place(const FilmMap& map, const Placed& placed);

/// How often each class or source is among films, in the map's own order; none that is not there.
struct NameCount {
  std::string name;
  std::size_t films = 0;

  bool operator==(const NameCount&) const = default;
};
std::vector<NameCount> count_names(const FilmMap& map, const std::vector<std::uint32_t>& films,
                                   MapColors colors);

}  // namespace chestlens::viewer
