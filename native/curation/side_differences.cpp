#include "curation/side_differences.hpp"

#include "data/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t fewest_films = 20;
constexpr std::size_t most_series = 2;
constexpr std::ptrdiff_t running = 41;  // films of the mean

using Films = std::vector<std::size_t>;  // positions in the manifest

bool is_test(const ManifestRow& film) {
  return side_of(film.split) == DeclaredSplit::test;
}

double median(std::vector<float> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return double{*middle};
}

/// The trait's values of films on one side.
std::vector<float> values_of(const Films& films, bool test, std::size_t trait,
                             const Manifest& manifest, std::span<const FilmTraits> traits) {
  std::vector<float> values;
  for (const std::size_t film : films) {
    if (is_test(manifest.films[film]) == test) values.push_back(traits[film][trait]);
  }
  return values;
}

std::optional<SideDifference> difference_in(const Films& films, std::size_t trait,
                                            const Manifest& manifest,
                                            std::span<const FilmTraits> traits) {
  std::vector<float> values;
  std::vector<int> sides;
  std::vector<std::string> patients;
  for (const std::size_t film : films) {
    values.push_back(traits[film][trait]);
    sides.push_back(is_test(manifest.films[film]) ? 1 : 0);
    patients.push_back(manifest.films[film].patient_id);
  }
  const auto area = roc_area(values, sides, films_by_patient(patients));
  if (!area) return std::nullopt;
  const auto training = values_of(films, false, trait, manifest, traits);
  const auto test = values_of(films, true, trait, manifest, traits);
  const ManifestRow& any = manifest.films[films.front()];
  return SideDifference{.class_index = any.class_index,
                        .source = any.source,
                        .trait = trait,
                        .training_films = training.size(),
                        .test_films = test.size(),
                        .training_median = median(training),
                        .test_median = median(test),
                        .area = *area};
}

double distance(const SideDifference& difference) {
  return std::abs(difference.area.area - 0.5);
}

/// How far the interval's nearer end lies from 0.5; less than 0 where that is within.
double sure_distance(const SideDifference& difference) {
  const Interval& interval = difference.area.interval;
  return std::max(interval.low - 0.5, 0.5 - interval.high);
}

bool has_both_sides(const Films& films, const Manifest& manifest) {
  const auto test = static_cast<std::size_t>(std::ranges::count_if(
      films, [&](std::size_t film) { return is_test(manifest.films[film]); }));
  return test >= fewest_films && films.size() - test >= fewest_films;
}

/// A line of a series' films on one side; gaps where the other side's lie.
Series line_of(const std::string& name, const Films& films, bool test, std::size_t trait,
               const Manifest& manifest, std::span<const FilmTraits> traits) {
  Series line{.name = name + (test ? ", test" : ", training")};
  const auto count = static_cast<std::ptrdiff_t>(films.size());
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    double sum = 0.0;
    const std::ptrdiff_t begin = std::max<std::ptrdiff_t>(0, i - running / 2);
    const std::ptrdiff_t end = std::min(count, i + running / 2 + 1);
    std::ptrdiff_t films_meant = 0;
    for (std::ptrdiff_t j = begin; j < end; ++j) {
      const std::size_t film = films[static_cast<std::size_t>(j)];
      if (is_test(manifest.films[film]) != test) continue;
      sum += double{traits[film][trait]};
      ++films_meant;
    }
    const bool is_here = is_test(manifest.films[films[static_cast<std::size_t>(i)]]) == test;
    line.x.push_back(static_cast<double>(i + 1));
    line.y.push_back(is_here ? sum / static_cast<double>(films_meant)
                             : std::numeric_limits<double>::quiet_NaN());
  }
  return line;
}

}  // namespace

std::vector<SideDifference> side_differences(const Manifest& manifest,
                                             std::span<const FilmTraits> traits) {
  std::map<std::pair<int, std::string>, Films> groups;
  for (std::size_t i = 0; i < manifest.films.size() && !manifest.multi_label; ++i) {
    groups[{manifest.films[i].class_index, manifest.films[i].source}].push_back(i);
  }
  std::vector<SideDifference> differences;
  for (const auto& [key, films] : groups) {
    if (!has_both_sides(films, manifest)) continue;
    std::optional<SideDifference> most;
    for (std::size_t trait = 0; trait < film_trait_names.size(); ++trait) {
      const auto found = difference_in(films, trait, manifest, traits);
      if (found && (!most || distance(*found) > distance(*most))) most = found;
    }
    if (most) differences.push_back(*most);
  }
  std::ranges::stable_sort(differences, std::greater{}, sure_distance);
  return differences;
}

LineChart side_chart(const SideDifference& difference, const Manifest& manifest,
                     std::span<const FilmTraits> traits) {
  std::map<std::string, std::vector<std::pair<SeriesPlace, std::size_t>>> series;
  for (std::size_t i = 0; i < manifest.films.size(); ++i) {
    const ManifestRow& film = manifest.films[i];
    if (film.class_index != difference.class_index || film.source != difference.source) continue;
    const SeriesPlace place = series_place(film);
    series[place.series].emplace_back(place, i);
  }
  std::vector<std::pair<std::string, Films>> largest;
  for (auto& [name, members] : series) {
    std::ranges::stable_sort(members);
    Films films;
    for (const auto& [place, film] : members) films.push_back(film);
    largest.emplace_back(name, std::move(films));
  }
  std::ranges::stable_sort(largest, std::greater{},
                           [](const auto& one) { return one.second.size(); });
  largest.resize(std::min(largest.size(), most_series));

  const std::string name(film_trait_names[difference.trait]);
  const std::string& class_name =
      manifest.classes[static_cast<std::size_t>(difference.class_index)];
  LineChart chart{.title = fmt::format("{}, {}: {}", class_name, difference.source, name),
                  .x_label = "patients' films, in the order of the series",
                  .y_label = name + fmt::format(", mean of {} films", running),
                  .description = fmt::format(
                      "The {} of {} films along each series of names, training and test "
                      "films apart: median {:.3g} in training, {:.3g} in test.",
                      name, class_name, difference.training_median, difference.test_median)};
  for (const auto& [series_name, films] : largest) {
    for (const bool test : {false, true}) {
      chart.series.push_back(line_of(series_name, films, test, difference.trait, manifest, traits));
    }
  }
  return chart;
}

}  // namespace chestlens
