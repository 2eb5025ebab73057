#pragma once

#include "trust/depth_features.hpp"

#include <chestlens/error.hpp>
#include <chestlens/trust.hpp>

#include <vector>

namespace chestlens {

struct TrustFilms {
  DepthFeatures training;
  std::vector<int> training_sources;  // a number for each training film
  DepthFeatures validation;
  DepthFeatures damaged;  // validation films that were damaged
};

/// Learns where the training films lie, and sets the limits by validation films alone: like_limit
/// leaves out 5 of 100, unlike_limit 1 of 100, no_film_limit 5 of 100 of the damaged ones. Every
/// source counts the same: films of a small hospital would else be a surprise. Errors:
/// invalid_argument for fewer than 40 films of training or 20 of validation.
Result<TrustModel> fit_trust(const TrustFilms& films, int threads);

/// A film's score relative to the limit at every row of some features; above 1 it is warned of.
Result<std::vector<double>> trust_scores(const TrustModel& model, const DepthFeatures& features);

}  // namespace chestlens
