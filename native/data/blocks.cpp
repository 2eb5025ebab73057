#include "data/blocks.hpp"

#include "data/random.hpp"
#include "data/series.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <random>
#include <span>
#include <string>

namespace chestlens {
namespace {

constexpr std::size_t most_stretches = 4;
constexpr std::size_t fewest_patients = 20;  // of a stretch

std::string group_of(const ManifestRow& film) {
  return film.source + "\n" + std::to_string(film.class_index);
}

/// The series is of one source and class.
SeriesPlace place_of(const ManifestRow& film) {
  SeriesPlace place = series_place(film);
  place.series = group_of(film) + "\n" + place.series;
  return place;
}

using Series = std::map<std::string, std::vector<std::size_t>>;  // of positions in `patients`

/// Series of one patient are none: they are gathered by source and class, in the drawn order.
Series series_of(const std::vector<PatientGroup>& patients, const Manifest& manifest) {
  const auto film_of = [&](std::size_t p) -> const ManifestRow& {
    return manifest.films[patients[p].films.front()];
  };
  std::vector<SeriesPlace> places;
  std::map<std::string, int> sizes;
  for (std::size_t p = 0; p < patients.size(); ++p) {
    places.push_back(place_of(film_of(p)));
    ++sizes[places.back().series];
  }
  Series series;
  for (std::size_t p = 0; p < patients.size(); ++p) {
    const bool is_alone = sizes[places[p].series] == 1;
    series[is_alone ? group_of(film_of(p)) : places[p].series].push_back(p);
  }
  for (auto& [name, members] : series) {
    if (!sizes.contains(name)) continue;  // gathered
    std::ranges::stable_sort(members, {}, [&](std::size_t p) { return places[p]; });
  }
  return series;
}

std::size_t films_of(const std::vector<PatientGroup>& patients,
                     std::span<const std::size_t> members) {
  std::size_t films = 0;
  for (const std::size_t p : members) films += patients[p].films.size();
  return films;
}

/// Runs of a series with about equally many films.
std::vector<std::span<const std::size_t>> stretches_of(const std::vector<PatientGroup>& patients,
                                                       std::span<const std::size_t> series) {
  const std::size_t count =
      std::clamp(series.size() / fewest_patients, std::size_t{1}, most_stretches);
  const std::size_t all = films_of(patients, series);
  std::vector<std::span<const std::size_t>> stretches;
  std::size_t begin = 0;
  std::size_t films = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    films += patients[series[i]].films.size();
    if (i + 1 < series.size() && films * count < all * (stretches.size() + 1)) continue;
    stretches.push_back(series.subspan(begin, i + 1 - begin));
    begin = i + 1;
  }
  return stretches;
}

/// A run of about `fraction` of the stretch's films. Its end is where half of the next patient's
/// films would pass that.
std::span<const std::size_t> drawn_run(const std::vector<PatientGroup>& patients,
                                       std::span<const std::size_t> stretch, double fraction,
                                       std::uint64_t seed) {
  auto left = static_cast<double>(films_of(patients, stretch));
  const double wanted = fraction * left;
  std::size_t starts = 0;  // from which so many films remain
  while (starts < stretch.size() && left >= wanted) {
    left -= static_cast<double>(patients[stretch[starts++]].films.size());
  }
  std::mt19937_64 random(seed);
  const std::size_t start = draw_index(std::max(starts, std::size_t{1}), random);
  std::size_t size = 0;
  double films = 0.0;
  while (start + size < stretch.size()) {
    const auto next = static_cast<double>(patients[stretch[start + size]].films.size());
    if (size > 0 && films + next / 2.0 > wanted) break;
    films += next;
    ++size;
  }
  return stretch.subspan(start, size);
}

}  // namespace

std::vector<bool> deal_blocks(const std::vector<PatientGroup>& patients, const Manifest& manifest,
                              double fraction, std::uint64_t seed) {
  std::vector<bool> validates(patients.size());
  std::uint64_t number = 0;
  for (const auto& [name, members] : series_of(patients, manifest)) {
    ++number;
    if (members.size() < 2) continue;  // it stays in training
    std::uint64_t place = 0;
    for (const auto stretch : stretches_of(patients, members)) {
      for (const std::size_t p :
           drawn_run(patients, stretch, fraction, derive_seed(seed, {number, place++}))) {
        validates[p] = true;
      }
    }
  }
  return validates;
}

}  // namespace chestlens
