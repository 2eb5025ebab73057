#include "evaluate/group_recalls.hpp"

#include "data/sources.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace chestlens {
namespace {

double recall(const FilmScores& scores, const FilmGroup& group, std::span<const int> counts) {
  std::int64_t films = 0, right = 0;
  for (const std::size_t film : group.films) {
    films += counts[film];
    if (scores.predicted[film] == scores.truth[film]) right += counts[film];
  }
  if (films == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(right) / static_cast<double>(films);
}

}  // namespace

std::vector<FilmGroup> film_groups(const PredictionTable& table) {
  std::map<std::pair<int, std::string>, std::vector<std::size_t>> films;
  for (std::size_t i = 0; i < table.films.size(); ++i) {
    const PredictedFilm& film = table.films[i];
    if (!film.source.empty()) films[{film.label, film.source}].push_back(i);
  }
  std::vector<FilmGroup> groups;
  for (auto& [key, members] : films) {
    if (members.size() < smallest_group) continue;
    const std::string& name = table.classes[static_cast<std::size_t>(key.first)];
    groups.push_back({name + ", " + key.second, std::move(members)});
  }
  return groups;
}

std::vector<double> group_recalls(const FilmScores& scores, std::span<const FilmGroup> groups,
                                  std::span<const int> counts) {
  std::vector<double> recalls;
  double worst = std::numeric_limits<double>::quiet_NaN();
  for (const FilmGroup& group : groups) {
    recalls.push_back(recall(scores, group, counts));
    worst = std::fmin(worst, recalls.back());  // which passes over what is not a number
  }
  recalls.push_back(worst);
  return recalls;
}

}  // namespace chestlens
