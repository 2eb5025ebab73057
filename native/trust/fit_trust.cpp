#include "trust/fit_trust.hpp"

#include "embed/principal_components.hpp"

#include <chestlens/bootstrap.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace chestlens {
namespace {

constexpr std::array<std::size_t, trust_outputs.size()> most_directions{128, 256, 256};
constexpr double like_share = 0.95;
constexpr double unlike_share = 0.99;
constexpr double damaged_share = 0.95;
constexpr std::size_t quantiles = 101;

/// Weights of sum 1, the same for every source.
std::vector<double> weights_by_source(const std::vector<int>& sources) {
  std::map<int, double> films;
  for (const int source : sources) ++films[source];
  std::vector<double> weights;
  for (const int source : sources) {
    weights.push_back(1.0 / (films.at(source) * static_cast<double>(films.size())));
  }
  return weights;
}

struct Moments {
  std::vector<double> mean;
  std::vector<double> deviation;  // 1 where there is none
};

Moments moments_of(const Rows& rows, const std::vector<double>& weights) {
  std::vector<double> mean(rows.width, 0.0);
  std::vector<double> deviation(rows.width, 0.0);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const auto row = rows.row(i);
    for (std::size_t k = 0; k < rows.width; ++k) mean[k] += weights[i] * double{row[k]};
  }
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const auto row = rows.row(i);
    for (std::size_t k = 0; k < rows.width; ++k) {
      const double centred = double{row[k]} - mean[k];
      deviation[k] += weights[i] * centred * centred;
    }
  }
  for (double& value : deviation) value = value > 1e-18 ? std::sqrt(value) : 1.0;
  return {std::move(mean), std::move(deviation)};
}

/// Standardised rows whose plain covariance is the weighted one of `rows`: each as often as it
/// weighs, and once more with the opposite sign, so that their mean stays 0.
Rows weighted(const Rows& rows, const std::vector<double>& weights, const Moments& moments) {
  Rows result{rows.width, {}};
  result.values.reserve(2 * rows.values.size());
  for (const double sign : {1.0, -1.0}) {
    for (std::size_t i = 0; i < rows.count(); ++i) {
      const double factor = sign * std::sqrt(weights[i] * static_cast<double>(rows.count()));
      const auto row = rows.row(i);
      for (std::size_t k = 0; k < rows.width; ++k) {
        const double standard = (double{row[k]} - moments.mean[k]) / moments.deviation[k];
        result.values.push_back(static_cast<float>(factor * standard));
      }
    }
  }
  return result;
}

/// Directions of the standardised features, each over its deviation.
TrustDepth learn_depth(const std::string& output, const Rows& training,
                       const std::vector<double>& weights, std::size_t directions, int threads) {
  const Moments moments = moments_of(training, weights);
  TrustDepth depth{output, {moments.mean.begin(), moments.mean.end()}, {}};
  // A direction is as certain as the films that span it are many.
  const std::size_t certain = std::max<std::size_t>(1, training.count() / 8);
  const auto components = principal_components(weighted(training, weights, moments),
                                               std::min(directions, certain), threads);
  const double least = 1e-8 * double{components.variances.front()};
  for (std::size_t d = 0; d < components.variances.size(); ++d) {
    const double variance = components.variances[d];
    if (!(variance > least)) break;
    const auto axis = components.axes.row(d);
    for (std::size_t k = 0; k < training.width; ++k) {
      depth.whitening.push_back(
          static_cast<float>(double{axis[k]} / (moments.deviation[k] * std::sqrt(variance))));
    }
  }
  return depth;
}

Result<std::vector<double>> distances(const TrustDepth& depth, const Rows& rows) {
  std::vector<double> all;
  for (std::size_t i = 0; i < rows.count(); ++i) {
    CHESTLENS_TRY(const double distance, distance_at(depth, rows.row(i)));
    all.push_back(distance);
  }
  return all;
}

/// Scales a depth so that like_share of validation films lie within 1.
Status scale_depth(TrustDepth& depth, const Rows& validation) {
  CHESTLENS_TRY(auto all, distances(depth, validation));
  std::ranges::sort(all);
  const auto factor = static_cast<float>(1.0 / std::sqrt(sorted_quantile(all, like_share)));
  for (float& value : depth.whitening) value *= factor;
  return {};
}

/// The largest distance of each film, rising.
Result<std::vector<double>> sorted_scores(const TrustModel& model, const DepthFeatures& features) {
  CHESTLENS_TRY(auto scores, trust_scores(model, features));
  std::ranges::sort(scores);
  return scores;
}

}  // namespace

Result<std::vector<double>> trust_scores(const TrustModel& model, const DepthFeatures& features) {
  std::vector<double> scores;
  for (std::size_t i = 0; i < features[0].count(); ++i) {
    std::vector<std::span<const float>> film;
    for (const Rows& rows : features) film.push_back(rows.row(i));
    CHESTLENS_TRY(const Trust trust, assess_trust(model, film));
    scores.push_back(trust.score);
  }
  return scores;
}

Result<TrustModel> fit_trust(const TrustFilms& films, int threads) {
  constexpr std::size_t fewest_training = 40;
  constexpr std::size_t fewest_validation = 20;
  if (films.training[0].count() < fewest_training ||
      films.validation[0].count() < fewest_validation || films.damaged[0].count() == 0) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("trust is fitted on {} training and {} validation films or more, here "
                            "are {} and {}",
                            fewest_training, fewest_validation, films.training[0].count(),
                            films.validation[0].count()));
  }
  const auto weights = weights_by_source(films.training_sources);
  TrustModel model;
  model.like_limit = model.unlike_limit = model.no_film_limit = 1.0F;
  model.scores = {1.0F};
  for (std::size_t i = 0; i < trust_outputs.size(); ++i) {
    model.depths.push_back(
        learn_depth(trust_outputs[i], films.training[i], weights, most_directions[i], threads));
    CHESTLENS_CHECK(scale_depth(model.depths.back(), films.validation[i]));
  }
  CHESTLENS_TRY(const auto scores, sorted_scores(model, films.validation));
  CHESTLENS_TRY(const auto damaged, sorted_scores(model, films.damaged));
  model.like_limit = static_cast<float>(sorted_quantile(scores, like_share));
  model.unlike_limit =
      std::max(model.like_limit, static_cast<float>(sorted_quantile(scores, unlike_share)));
  model.no_film_limit =
      std::max(model.unlike_limit, static_cast<float>(sorted_quantile(damaged, damaged_share)));
  model.scores.clear();
  for (std::size_t q = 0; q < quantiles; ++q) {
    const double share = static_cast<double>(q) / (quantiles - 1);
    model.scores.push_back(static_cast<float>(sorted_quantile(scores, share)));
  }
  return model;
}

}  // namespace chestlens
