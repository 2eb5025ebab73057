#pragma once

#include "curation/film_traits.hpp"
#include "data/manifest.hpp"
#include "plot/chart.hpp"

#include <chestlens/roc_area.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// How training and test films of one class and source differ in a trait: where they do, validation
/// films, which are drawn from the training side, do not foretell the test.
struct SideDifference {
  int class_index = 0;
  std::string source;
  std::size_t trait = 0;  // of film_trait_names
  std::size_t training_films = 0, test_films = 0;
  double training_median = 0.0, test_median = 0.0;
  RocArea area;  // that a test film has more of the trait than a training film; 0.5: alike

  /// Whether chance alone does not explain it: the interval leaves out 0.5.
  bool is_told() const { return area.interval.low > 0.5 || area.interval.high < 0.5; }
};

/// For each class and source with twenty films on either side its most different trait, first that
/// of which it is surest: whose interval lies farthest from 0.5. traits[i] are of
/// manifest.films[i]; nothing for multi-label films.
std::vector<SideDifference> side_differences(const Manifest& manifest,
                                             std::span<const FilmTraits> traits);

/// A table of them under a heading, and what it means; empty where there is none.
std::string sides_text(std::span<const SideDifference> sides, const Manifest& manifest);

/// The trait along the group's series (series_place), as a running mean of 41 films, one line for
/// the training films of a series and one for its test films; the two series with most films.
LineChart side_chart(const SideDifference& difference, const Manifest& manifest,
                     std::span<const FilmTraits> traits);

}  // namespace chestlens
