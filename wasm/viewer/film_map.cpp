#include <chestlens/placed_words.hpp>

#include <viewer/film_map.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <span>
#include <utility>

namespace chestlens::viewer {
namespace {

constexpr float beyond_all = 1.09F;  // radii

std::vector<std::uint32_t> lot_of(std::size_t films) {
  std::vector<std::uint32_t> order(films);
  std::iota(order.begin(), order.end(), 0U);
  std::mt19937 random;  // std::shuffle would differ from library to library
  for (std::size_t i = films; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
  return order;
}

float length(MapPoint from, MapPoint to) {
  return std::hypot(to.x - from.x, to.y - from.y);
}

void set_circle(FilmMap& map) {
  MapPoint low = map.films.front().place, high = low;
  for (const MapFilm& film : map.films) {
    low = {std::min(low.x, film.place.x), std::min(low.y, film.place.y)};
    high = {std::max(high.x, film.place.x), std::max(high.y, film.place.y)};
  }
  map.center = {(low.x + high.x) / 2.0F, (low.y + high.y) / 2.0F};
  map.radius = 0.0F;
  for (const MapFilm& film : map.films) {
    map.radius = std::max(map.radius, length(map.center, film.place));
  }
  if (map.radius <= 0.0F) map.radius = 1.0F;
}

/// The films of a group in a square cell of the map.
struct Cell {
  int films = 0;
  double x = 0.0, y = 0.0;  // sums
};

constexpr std::size_t cells = 20;  // to a side

std::size_t cell_of(const FilmMap& map, MapPoint place) {
  const auto along = [&](float value, float center) {
    const double share = double{value - center} / (2.0 * double{map.radius}) + 0.5;
    return static_cast<std::size_t>(std::clamp(share * cells, 0.0, cells - 1.0));
  };
  return along(place.y, map.center.y) * cells + along(place.x, map.center.x);
}

NamePlaces densest_places(const FilmMap& map, const MapGrouping& groups) {
  std::vector<Cell> counted(groups.groups.size() * cells * cells);
  for (std::size_t i = 0; i < map.films.size(); ++i) {
    const MapPoint place = map.films[i].place;
    Cell& cell = counted[groups.group_of[i] * cells * cells + cell_of(map, place)];
    ++cell.films;
    cell.x += double{place.x};
    cell.y += double{place.y};
  }
  NamePlaces places;
  for (std::size_t group = 0; group < groups.groups.size(); ++group) {
    const auto own = std::span(counted).subspan(group * cells * cells, cells * cells);
    const Cell& fullest = *std::ranges::max_element(own, {}, &Cell::films);
    places.emplace_back();
    if (fullest.films == 0) continue;
    places.back() = MapPoint{static_cast<float>(fullest.x / fullest.films),
                             static_cast<float>(fullest.y / fullest.films)};
  }
  return places;
}

bool is_right(const FilmMap& map, const MapFilm& film) {
  return film.class_index < map.classes.size() && film.source_index < map.sources.size() &&
         film.split <= MapSplit::test && std::isfinite(film.place.x) && std::isfinite(film.place.y);
}

/// From the map's middle towards the film's place; where it lies there, towards its nearest film.
MapPoint direction(const FilmMap& map, const Placed& placed) {
  std::vector<MapPoint> ways{placed.place};
  for (const NearFilm& near : placed.nearest) ways.push_back(map.films[near.film].place);
  for (const MapPoint& to : ways) {
    const float way = length(map.center, to);
    if (way > 1e-3F * map.radius) {
      return {(to.x - map.center.x) / way, (to.y - map.center.y) / way};
    }
  }
  return {0.0F, 1.0F};
}

}  // namespace

Result<FilmMap> make_film_map(std::vector<std::string> classes, std::vector<std::string> sources,
                              std::vector<MapFilm> films) {
  FilmMap map;
  map.classes = std::move(classes);
  map.sources = std::move(sources);
  map.films = std::move(films);
  const auto is_wrong = [&](const MapFilm& film) { return !is_right(map, film); };
  if (map.films.empty() || std::ranges::any_of(map.films, is_wrong)) {
    return fail(ErrorCode::invalid_argument,
                "give films, each with a place, a class, a source and a split", "map");
  }
  std::vector<int> class_of_film, source_of_film;
  for (const MapFilm& film : map.films) {
    class_of_film.push_back(film.class_index);
    source_of_film.push_back(film.source_index);
  }
  map.by_class = group_films(map.classes, class_of_film);
  map.by_source = group_films(map.sources, source_of_film);
  map.drawing_order = lot_of(map.films.size());
  set_circle(map);
  map.class_names = densest_places(map, map.by_class);
  map.source_names = densest_places(map, map.by_source);
  return map;
}

const MapGrouping& grouping(const FilmMap& map, MapColors colors) {
  return colors == MapColors::by_class ? map.by_class : map.by_source;
}

const NamePlaces& name_places(const FilmMap& map, MapColors colors) {
  return colors == MapColors::by_class ? map.class_names : map.source_names;
}

const std::string& class_of(const FilmMap& map, std::size_t film) {
  return map.classes[map.films[film].class_index];
}

const std::string& source_of(const FilmMap& map, std::size_t film) {
  return map.sources[map.films[film].source_index];
}

bool is_place_on(const FilmMap& map, const FilmPlace& place) {
  const std::size_t films = map.films.size();
  const auto is_film = [&](const NearFilm& near) { return near.film < films; };
  return std::isfinite(place.placed.place.x) && std::isfinite(place.placed.place.y) &&
         !place.placed.nearest.empty() && std::ranges::all_of(place.placed.nearest, is_film) &&
         (place.distances.empty() || place.distances.size() == films);
}

MapPoint drawn_place(const FilmMap& map, const Placed& placed) {
  if (!is_far(placed)) return placed.place;
  const MapPoint way = direction(map, placed);
  const float distance = beyond_all * map.radius;
  return {map.center.x + distance * way.x, map.center.y + distance * way.y};
}

std::vector<NameCount> count_names(const FilmMap& map, const std::vector<std::uint32_t>& films,
                                   MapColors colors) {
  const bool by_class = colors == MapColors::by_class;
  std::vector<NameCount> counts;
  for (const std::string& name : by_class ? map.classes : map.sources) counts.push_back({name});
  for (const std::uint32_t film : films) {
    const MapFilm& counted = map.films[film];
    ++counts[by_class ? counted.class_index : counted.source_index].films;
  }
  std::erase_if(counts, [](const NameCount& count) { return count.films == 0; });
  return counts;
}

}  // namespace chestlens::viewer
