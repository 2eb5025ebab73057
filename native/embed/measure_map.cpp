#include "embed/measure_map.hpp"

#include "embed/neighbours.hpp"
#include "embed/separation.hpp"

#include <chestlens/bootstrap.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace chestlens {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t quantiles = 101;

template <typename T>
std::vector<T> taken(const std::vector<T>& all, std::span<const std::size_t> some) {
  std::vector<T> values;
  for (const std::size_t i : some) values.push_back(all[i]);
  return values;
}

Rows taken(const Rows& all, std::span<const std::size_t> some) {
  Rows rows{all.width, {}};
  for (const std::size_t i : some) {
    const auto row = all.row(i);
    rows.values.insert(rows.values.end(), row.begin(), row.end());
  }
  return rows;
}

std::size_t largest_group(const std::vector<int>& groups) {
  std::map<int, std::size_t> sizes;
  std::size_t largest = 0;
  for (const int group : groups) largest = std::max(largest, ++sizes[group]);
  return largest;
}

/// The nearest of other patients, as many as every film has of them up to ten; none: no number.
struct Near {
  Neighbours in_components;
  Neighbours on_map;
  bool is_there = false;
};

Near nearest_of(const Rows& components, const Rows& places, const std::vector<int>& patients,
                int threads) {
  const std::size_t others = patients.size() - largest_group(patients);
  const std::size_t count = std::min(separation_neighbours, others);
  if (count == 0) return {};
  return {.in_components = nearest_rows(components, count, threads, patients),
          .on_map = nearest_rows(places, count, threads, patients),
          .is_there = true};
}

GroupSeparation separation_of(const Rows& components, const Rows& places, const Near& near,
                              const std::vector<int>& groups, int threads) {
  return {.silhouette = silhouette(components, groups, threads),
          .map_silhouette = silhouette(places, groups, threads),
          .accuracy = near.is_there ? neighbour_accuracy(near.in_components, groups) : no_number,
          .map_accuracy = near.is_there ? neighbour_accuracy(near.on_map, groups) : no_number,
          .largest_share =
              static_cast<double>(largest_group(groups)) / static_cast<double>(groups.size())};
}

}  // namespace

MapSeparation measure_separation(const Rows& components, const Rows& places, const MapFilms& films,
                                 std::span<const std::size_t> some, int threads) {
  const Rows own = taken(components, some), own_places = taken(places, some);
  const Near near = nearest_of(own, own_places, taken(films.patient_of, some), threads);
  const std::size_t count = std::min(separation_neighbours, (some.size() - 1) / 3);
  return {
      .films = some.size(),
      .by_class = separation_of(own, own_places, near, taken(films.class_of, some), threads),
      .by_source = separation_of(own, own_places, near, taken(films.source_of, some), threads),
      .trustworthiness = trustworthiness(own, nearest_rows(own_places, count, threads), threads)};
}

std::vector<float> usual_distances(const Rows& components, const MapFilms& films,
                                   std::span<const std::size_t> some, int threads) {
  const bool is_of_one_patient = largest_group(films.patient_of) == films.count();
  const auto nearest =
      nearest_rows(components, 1, threads,
                   is_of_one_patient ? std::span<const int>() : std::span(films.patient_of));
  std::vector<double> distances;
  for (const std::size_t i : some) {
    distances.push_back(std::sqrt(double{nearest.squared_distances[i]}));
  }
  std::ranges::sort(distances);
  std::vector<float> usual(quantiles);
  for (std::size_t q = 0; q < quantiles; ++q) {
    usual[q] =
        static_cast<float>(sorted_quantile(distances, static_cast<double>(q) / (quantiles - 1)));
  }
  return usual;
}

}  // namespace chestlens
