#pragma once

#include "evaluate/prediction_file.hpp"

#include <chestlens/film_scores.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// The films of one class from one source.
struct FilmGroup {
  std::string name;  // "normal, NIH ChestX-ray14"
  std::vector<std::size_t> films;
};

/// The groups of smallest_group films (data/sources.hpp) and more, by class, then by name.
std::vector<FilmGroup> film_groups(const PredictionTable& table);

/// The recall of each group where film i counts counts[i] times, and last that of the worst one;
/// not a number where no film counts.
std::vector<double> group_recalls(const FilmScores& scores, std::span<const FilmGroup> groups,
                                  std::span<const int> counts);

}  // namespace chestlens
