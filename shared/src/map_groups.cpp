#include <chestlens/map_groups.hpp>
#include <chestlens/palette.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace chestlens {

MapGrouping group_films(std::span<const std::string> names, std::span<const int> name_of) {
  std::vector<std::size_t> films(names.size(), 0);
  for (const int name : name_of) ++films[static_cast<std::size_t>(name)];
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const bool has_rest = order.size() > most_map_groups;
  if (has_rest) {
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t name) { return films[name]; });
  }
  const std::size_t own = has_rest ? most_map_groups - 1 : order.size();
  MapGrouping grouping;
  std::vector<std::size_t> group_of_name(names.size(), own);
  for (std::size_t i = 0; i < own; ++i) {
    group_of_name[order[i]] = i;
    grouping.groups.push_back({names[order[i]], films[order[i]]});
  }
  if (has_rest) {
    MapGroup rest{.name = fmt::format("{} others", order.size() - own), .is_rest = true};
    for (std::size_t i = own; i < order.size(); ++i) rest.films += films[order[i]];
    grouping.groups.push_back(std::move(rest));
  }
  grouping.group_of.reserve(name_of.size());
  for (const int name : name_of) {
    grouping.group_of.push_back(group_of_name[static_cast<std::size_t>(name)]);
  }
  return grouping;
}

std::string_view group_color(const MapGrouping& grouping, std::size_t group) {
  return grouping.groups[group].is_rest ? rest_color : palette[group % palette.size()];
}

}  // namespace chestlens
