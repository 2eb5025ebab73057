#include "place_among.hpp"

#include <chestlens/float16.hpp>
#include <chestlens/map.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

constexpr float largest_code = 127.0F;

/// Squared distances from a point to all films, in the space of the components.
std::vector<float> squared_distances(const ReferenceMap& map, std::span<const float> point) {
  const std::size_t width = map.components();
  std::vector<float> squared(map.films.size());
  for (std::size_t i = 0; i < squared.size(); ++i) {
    const std::int8_t* codes = map.codes.data() + i * width;
    float sum = 0.0F;
    for (std::size_t k = 0; k < width; ++k) {
      const float difference = point[k] - map.steps[k] * static_cast<float>(codes[k]);
      sum += difference * difference;
    }
    squared[i] = sum;
  }
  return squared;
}

/// The nearest films, equally near ones in their order.
std::vector<NearFilm> nearest_films(const std::vector<float>& squared, std::size_t count) {
  std::vector<NearFilm> films(squared.size());
  for (std::size_t i = 0; i < films.size(); ++i) films[i] = {i, squared[i]};
  const auto end = films.begin() + static_cast<std::ptrdiff_t>(std::min(count, films.size()));
  std::partial_sort(films.begin(), end, films.end(), [](const NearFilm& a, const NearFilm& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.film < b.film;
  });
  films.erase(end, films.end());
  return films;
}

/// The share of rising quantiles below a value, between two of them in proportion.
double share_below(std::span<const float> quantiles, float value) {
  const auto above = std::ranges::lower_bound(quantiles, value);
  if (above == quantiles.begin()) return 0.0;
  if (above == quantiles.end()) return 1.0;
  const float low = *(above - 1), high = *above;
  const double passed = static_cast<double>(above - quantiles.begin()) - 1.0;
  return (passed + double{value - low} / double{high - low}) /
         static_cast<double>(quantiles.size() - 1);
}

}  // namespace

std::string to_string(MapSplit split) {
  constexpr const char* names[] = {"train", "validation", "test"};
  return names[static_cast<std::size_t>(split)];
}

void set_projection(ReferenceMap& map, std::span<const float> mean, std::span<const float> axes) {
  map.mean.assign(mean.begin(), mean.end());
  map.axes.resize(axes.size());
  std::ranges::transform(axes, map.axes.begin(),
                         [](float value) { return from_float16(to_float16(value)); });
}

void set_components(ReferenceMap& map, std::span<const float> components) {
  const std::size_t width = map.axes.size() / map.features();
  std::vector<float> largest(width, 0.0F);
  for (std::size_t i = 0; i < components.size(); ++i) {
    largest[i % width] = std::max(largest[i % width], std::abs(components[i]));
  }
  map.steps.resize(width);
  std::ranges::transform(largest, map.steps.begin(),
                         [](float value) { return value > 0.0F ? value / largest_code : 1.0F; });
  map.codes.resize(components.size());
  for (std::size_t i = 0; i < components.size(); ++i) {
    const float code = std::nearbyint(components[i] / map.steps[i % width]);
    map.codes[i] = static_cast<std::int8_t>(std::clamp(code, -largest_code, largest_code));
  }
}

Result<std::vector<float>> project(const ReferenceMap& map, std::span<const float> features) {
  if (features.size() != map.features()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} features, where the map was made of {}: it is another model's",
                            features.size(), map.features()));
  }
  if (!std::ranges::all_of(features, [](float value) { return std::isfinite(value); })) {
    return fail(ErrorCode::invalid_argument, "a feature that is no finite number");
  }
  std::vector<float> projected(map.components());
  for (std::size_t d = 0; d < projected.size(); ++d) {
    const float* axis = map.axes.data() + d * features.size();
    double sum = 0.0;
    for (std::size_t k = 0; k < features.size(); ++k) {
      sum += double{axis[k]} * (double{features[k]} - double{map.mean[k]});
    }
    projected[d] = static_cast<float>(sum);
  }
  return projected;
}

Result<Placed> place(const ReferenceMap& map, std::span<const float> features,
                     std::size_t nearest) {
  CHESTLENS_TRY(const auto point, project(map, features));
  const std::size_t asked = std::max(nearest, place_neighbours);
  std::vector<NearFilm> near = nearest_films(squared_distances(map, point), asked);
  Placed placed;
  placed.place =
      place_among(map.films, std::span(near).first(std::min(place_neighbours, near.size())));
  near.resize(std::min(nearest, near.size()));
  for (NearFilm& film : near) film.distance = std::sqrt(film.distance);
  if (!near.empty()) placed.farther_than = share_below(map.usual_distances, near.front().distance);
  placed.nearest = std::move(near);
  return placed;
}

Result<std::vector<float>> distances_to(const ReferenceMap& map, std::span<const float> features) {
  CHESTLENS_TRY(const auto point, project(map, features));
  std::vector<float> distances = squared_distances(map, point);
  for (float& distance : distances) distance = std::sqrt(distance);
  return distances;
}

}  // namespace chestlens
