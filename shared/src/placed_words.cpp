#include <chestlens/placed_words.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <vector>

namespace chestlens {
namespace {

constexpr double unusually_far = 0.95;

/// Of films, how many are nearer to theirs: 100 where all are, never rounded up to it.
double percent_nearer(const Placed& placed) {
  constexpr double error = 1e-9;
  return std::floor(100.0 * placed.farther_than + error);
}

struct NameCount {
  std::string name;
  std::size_t count = 0;
};

/// Each name once, the most frequent first, equally frequent ones in their order.
std::vector<NameCount> counted(const std::vector<std::string>& names) {
  std::vector<NameCount> counts;
  for (const std::string& name : names) {
    const auto known = std::ranges::find(counts, name, &NameCount::name);
    if (known == counts.end()) {
      counts.push_back({name, 1});
    } else {
      ++known->count;
    }
  }
  std::ranges::stable_sort(counts, std::greater(), &NameCount::count);
  return counts;
}

/// "from A, 2 from B, 3 from other sources": what follows the first one's count.
std::string list_of(std::span<const NameCount> counts, const char* before, const char* of_others) {
  constexpr std::size_t most_names = 3;
  const std::size_t named = counts.size() > most_names ? most_names - 1 : counts.size();
  std::string list = before + counts.front().name;
  for (const auto& [name, count] : counts.subspan(1, named - 1)) {
    list += fmt::format(", {} {}{}", count, before, name);
  }
  std::size_t others = 0;
  for (const NameCount& count : counts.subspan(named)) others += count.count;
  if (others > 0) list += fmt::format(", {} {}", others, of_others);
  return list;
}

}  // namespace

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

bool is_on_map(const Placed& placed, double rounding) {
  return !placed.nearest.empty() && double{placed.nearest.front().distance} <= rounding;
}

std::string distance_in_words(const Placed& placed, double rounding) {
  if (placed.nearest.empty()) return {};
  if (is_on_map(placed, rounding)) {
    const std::string same =
        "it is on the map already: the first below is the same film, or one that the network "
        "cannot tell from it";
    return placed.nearest.size() < 2
               ? same
               : fmt::format("{}; the next is {:.3g} away", same, placed.nearest[1].distance);
  }
  return fmt::format(
      "its nearest film is {:.3g} away, farther than {:.0f} % of films are from theirs{}",
      placed.nearest.front().distance, percent_nearer(placed),
      is_far(placed) ? ": it is unlike the films of the map" : "");
}

bool is_far(const Placed& placed) {
  return placed.farther_than > unusually_far;
}

std::string nearest_in_words(const ReferenceMap& map, const Placed& placed, double rounding) {
  const std::size_t itself = is_on_map(placed, rounding) ? 1 : 0;
  std::vector<std::string> classes, sources;
  for (const NearFilm& near : std::span(placed.nearest).subspan(itself)) {
    const MapFilm& film = map.films[near.film];
    classes.push_back(map.classes[film.class_index]);
    sources.push_back(map.sources[film.source_index]);
  }
  if (classes.empty()) return {};
  const std::string nearest = itself > 0 ? "nearest others" : "nearest";
  const auto by_class = counted(classes), by_source = counted(sources);
  const bool is_one_class = by_class.size() == 1, is_one_source = by_source.size() == 1;
  if (classes.size() == 1) {
    return fmt::format("its {} is {}; it is from {}", itself > 0 ? "nearest other" : "nearest",
                       classes.front(), sources.front());
  }
  const std::string all = classes.size() == 2 ? "both" : fmt::format("all {}", classes.size());
  const std::string first =
      is_one_class ? fmt::format("{} of its {} are {}", all, nearest, classes.front())
                   : fmt::format("{} of its {} {} are {}", by_class.front().count, classes.size(),
                                 nearest, list_of(by_class, "", "of other classes"));
  return first + "; " +
         (is_one_source ? all + " are from " + sources.front()
                        : fmt::format("{} are {}", by_source.front().count,
                                      list_of(by_source, "from ", "from other sources")));
}

}  // namespace chestlens
