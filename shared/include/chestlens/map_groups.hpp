#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// How many groups have a color of their own on a map, the rest among them.
inline constexpr std::size_t most_map_groups = 6;

/// Films of one class or of one source.
struct MapGroup {
  std::string name;
  std::size_t films = 0;
  bool is_rest = false;  // the small ones together: "4 others"

  bool operator==(const MapGroup&) const = default;
};

struct MapGrouping {
  std::vector<MapGroup> groups;
  std::vector<std::size_t> group_of;  // of each film
};

/// The films by name, `name_of` each: as many groups as names, in their order, or the five of the
/// most films and the rest.
MapGrouping group_films(std::span<const std::string> names, std::span<const int> name_of);

/// "#rrggbb".
std::string_view group_color(const MapGrouping& grouping, std::size_t group);

}  // namespace chestlens
