#include "trust_methods.hpp"

#include "data/parallel.hpp"
#include "embed/covariance.hpp"
#include "embed/principal_components.hpp"
#include "embed/products.hpp"
#include "trust/fit_trust.hpp"

#include <chestlens/bootstrap.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <utility>

namespace chestlens::bench {
namespace {

constexpr std::array<std::size_t, trust_outputs.size()> directions{128, 256, 256};
constexpr std::size_t neighbour = 50;
constexpr std::size_t last = trust_outputs.size() - 1;

double log_sum_exp(std::span<const float> logits) {
  const double most = *std::ranges::max_element(logits);
  double sum = 0.0;
  for (const float logit : logits) sum += std::exp(double{logit} - most);
  return most + std::log(sum);
}

/// 1 less the largest probability.
double unsure(std::span<const float> logits) {
  return 1.0 - std::exp(double{*std::ranges::max_element(logits)} - log_sum_exp(logits));
}

/// A score of each picture by its logits.
Method of_logits(std::string name, double (*score)(std::span<const float>)) {
  return {std::move(name), [score](const Features& features) {
            std::vector<double> scores;
            for (std::size_t i = 0; i < features.logits.count(); ++i) {
              scores.push_back(score(features.logits.row(i)));
            }
            return scores;
          }};
}

double dot(std::span<const float> a, std::span<const float> b) {
  return std::transform_reduce(a.begin(), a.end(), b.begin(), 0.0, std::plus<>(),
                               [](float x, float y) { return double{x} * double{y}; });
}

Rows centred(const Rows& rows, const std::vector<float>& mean) {
  Rows result = rows;
  for (std::size_t i = 0; i < rows.count(); ++i) {
    for (std::size_t k = 0; k < rows.width; ++k) result.values[i * rows.width + k] -= mean[k];
  }
  return result;
}

std::vector<double> squared_lengths(const Rows& rows) {
  std::vector<double> lengths;
  for (std::size_t i = 0; i < rows.count(); ++i) lengths.push_back(dot(rows.row(i), rows.row(i)));
  return lengths;
}

/// Takes from `row` what it has along `axis`, of length 1.
void remove_along(std::span<float> row, std::span<const float> axis) {
  const double along = dot(row, axis);
  for (std::size_t k = 0; k < row.size(); ++k) {
    row[k] -= static_cast<float>(along * double{axis[k]});
  }
}

/// Virtual-logit matching: what is outside the training films' principal space, as a logit more.
Method vim(const Features& training, int threads) {
  const Rows& rows = training.depths[last];
  const auto space = std::make_shared<PrincipalComponents>(
      principal_components(rows, std::min<std::size_t>(512, rows.width / 2), threads));
  const auto residuals = [space, threads](const Rows& features) {
    const auto all = squared_lengths(centred(features, space->mean));
    const auto within = squared_lengths(project(features, *space, threads));
    std::vector<double> residual;
    for (std::size_t i = 0; i < all.size(); ++i) {
      residual.push_back(std::sqrt(std::max(0.0, all[i] - within[i])));
    }
    return residual;
  };
  const auto residual = residuals(rows);
  double logits = 0.0;
  for (std::size_t i = 0; i < residual.size(); ++i) {
    logits += double{*std::ranges::max_element(training.logits.row(i))};
  }
  const double alpha = logits / std::accumulate(residual.begin(), residual.end(), 0.0);
  return {"ViM", [residuals, alpha](const Features& features) {
            auto scores = residuals(features.depths[last]);
            for (std::size_t i = 0; i < scores.size(); ++i) {
              scores[i] = alpha * scores[i] - log_sum_exp(features.logits.row(i));
            }
            return scores;
          }};
}

/// The directions of the features that the logits follow, orthonormal: least squares on the
/// principal components, which are uncorrelated; the heads here are no single linear layer.
Rows classifier_axes(const Features& training, const PrincipalComponents& space, int threads) {
  const Rows places = project(training.depths[last], space, threads);
  const auto logit_mean = mean_of(training.logits);
  Rows axes{space.axes.width, {}};
  for (std::size_t c = 0; c < training.logits.width; ++c) {
    std::vector<float> axis(space.axes.width, 0.0F);
    for (std::size_t d = 0; d < space.variances.size(); ++d) {
      double covariance = 0.0;
      for (std::size_t i = 0; i < places.count(); ++i) {
        covariance +=
            double{places.row(i)[d]} * (double{training.logits.row(i)[c]} - double{logit_mean[c]});
      }
      const double weight =
          covariance / static_cast<double>(places.count() - 1) / double{space.variances[d]};
      for (std::size_t k = 0; k < axis.size(); ++k) {
        axis[k] += static_cast<float>(weight * double{space.axes.row(d)[k]});
      }
    }
    const double before = std::sqrt(dot(axis, axis));
    for (std::size_t other = 0; other < axes.count(); ++other) {
      remove_along(axis, axes.row(other));
    }
    const double length = std::sqrt(dot(axis, axis));
    if (length < 1e-3 * before) continue;
    for (float& value : axis) value = static_cast<float>(double{value} / length);
    axes.values.insert(axes.values.end(), axis.begin(), axis.end());
  }
  return axes;
}

struct Spread {
  double mean = 0.0;
  double deviation = 1.0;
};

Spread spread_of(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / count)};
}

/// Confidence, and how well what the classifier does not read has the direction of a class.
struct Core {
  Rows classifier;
  Rows class_directions;
  Spread energy, membership;

  Rows residuals(const Rows& features) const {
    Rows rows = features;
    for (std::size_t i = 0; i < rows.count(); ++i) {
      for (std::size_t a = 0; a < classifier.count(); ++a) {
        remove_along(std::span(rows.values).subspan(i * rows.width, rows.width), classifier.row(a));
      }
    }
    return rows;
  }
  /// The largest cosine with a class's direction.
  double member(std::span<const float> residual) const {
    double most = -1.0;
    for (std::size_t c = 0; c < class_directions.count(); ++c) {
      const auto direction = class_directions.row(c);
      const double lengths = std::sqrt(dot(residual, residual) * dot(direction, direction));
      most = std::max(most, dot(residual, direction) / std::max(lengths, 1e-12));
    }
    return most;
  }
};

Rows means_by(const Rows& rows, const std::vector<int>& groups) {
  const auto count = static_cast<std::size_t>(*std::ranges::max_element(groups)) + 1;
  std::vector<double> sums(count * rows.width, 0.0);
  std::vector<double> films(count, 0.0);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const auto group = static_cast<std::size_t>(groups[i]);
    films[group] += 1.0;
    for (std::size_t k = 0; k < rows.width; ++k) {
      sums[group * rows.width + k] += double{rows.row(i)[k]};
    }
  }
  Rows means{rows.width, {}};
  for (std::size_t at = 0; at < sums.size(); ++at) {
    means.values.push_back(static_cast<float>(sums[at] / films[at / rows.width]));
  }
  return means;
}

Method core(const FittingFilms& films, int threads) {
  const Features& training = films.training;
  const auto space = principal_components(training.depths[last], directions[last], threads);
  const auto fitted = std::make_shared<Core>();
  fitted->classifier = classifier_axes(training, space, threads);
  const Rows residuals = fitted->residuals(training.depths[last]);
  fitted->class_directions = means_by(residuals, films.training_classes);
  std::vector<double> energies, members;
  for (std::size_t i = 0; i < residuals.count(); ++i) {
    energies.push_back(log_sum_exp(training.logits.row(i)));
    members.push_back(fitted->member(residuals.row(i)));
  }
  fitted->energy = spread_of(energies);
  fitted->membership = spread_of(members);
  return {"CORE", [fitted](const Features& features) {
            const Rows rows = fitted->residuals(features.depths[last]);
            std::vector<double> scores;
            for (std::size_t i = 0; i < rows.count(); ++i) {
              const double energy = log_sum_exp(features.logits.row(i));
              scores.push_back((fitted->energy.mean - energy) / fitted->energy.deviation +
                               (fitted->membership.mean - fitted->member(rows.row(i))) /
                                   fitted->membership.deviation);
            }
            return scores;
          }};
}

Rows unit_rows(const Rows& rows) {
  Rows unit = rows;
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const double length = std::max(1e-12, std::sqrt(dot(rows.row(i), rows.row(i))));
    for (std::size_t k = 0; k < rows.width; ++k) {
      float& value = unit.values[i * rows.width + k];
      value = static_cast<float>(double{value} / length);
    }
  }
  return unit;
}

/// The squared distance to the 50th nearest training film, of features of unit length.
Method nearest_neighbour(const Rows& training, std::size_t depth, int threads) {
  const Rows unit = unit_rows(training);
  const auto packed = std::make_shared<PackedRows>(unit.values.data(), unit.count(), unit.width);
  return {"neighbours", [packed, depth, threads](const Features& features) {
            const Rows rows = unit_rows(features.depths[depth]);
            std::vector<double> scores(rows.count());
            parallel_for(rows.count(), threads, [&](std::size_t i) {
              std::vector<float> cosines(packed->count());
              products(rows.row(i).data(), 1, *packed, 0, packed->count(), cosines.data(),
                       cosines.size());
              const auto at = cosines.begin() +
                              static_cast<std::ptrdiff_t>(std::min(neighbour, cosines.size())) - 1;
              std::ranges::nth_element(cosines, at, std::ranges::greater());
              scores[i] = 2.0 - 2.0 * double{*at};
            });
            return scores;
          }};
}

/// The least Mahalanobis distance to a class's mean, by the covariance within classes.
Method by_class(const Rows& training, const std::vector<int>& classes, std::size_t depth,
                int threads) {
  const auto means = means_by(training, classes);
  Rows within = training;
  for (std::size_t i = 0; i < training.count(); ++i) {
    const auto mean = means.row(static_cast<std::size_t>(classes[i]));
    for (std::size_t k = 0; k < training.width; ++k) {
      within.values[i * training.width + k] -= mean[k];
    }
  }
  const auto space = std::make_shared<PrincipalComponents>(
      principal_components(within, directions[depth], threads));
  const auto class_places = std::make_shared<Rows>(project(means, *space, threads));
  return {"Mahalanobis by class", [space, class_places, depth, threads](const Features& features) {
            const Rows places = project(features.depths[depth], *space, threads);
            std::vector<double> scores;
            for (std::size_t i = 0; i < places.count(); ++i) {
              double least = std::numeric_limits<double>::infinity();
              for (std::size_t c = 0; c < class_places->count(); ++c) {
                double squares = 0.0;
                for (std::size_t d = 0; d < places.width; ++d) {
                  const double apart = double{places.row(i)[d]} - double{class_places->row(c)[d]};
                  squares += apart * apart / std::max(1e-12, double{space->variances[d]});
                }
                least = std::min(least, squares);
              }
              scores.push_back(least);
            }
            return scores;
          }};
}

Result<Method> own(std::string name, const FittingFilms& films, std::vector<int> sources,
                   int threads) {
  const TrustFilms fitting{films.training.depths, std::move(sources), films.validation.depths,
                           films.damaged.depths};
  CHESTLENS_TRY(auto fitted, fit_trust(fitting, threads));
  const auto model = std::make_shared<TrustModel>(std::move(fitted));
  return Method{std::move(name), [model](const Features& features) {
                  return trust_scores(*model, features.depths).value();
                }};
}

template <class Fit>
Method of_all_depths(std::string name, const Features& validation, Fit fit) {
  std::vector<Method> methods;
  for (std::size_t depth = 0; depth < trust_outputs.size(); ++depth) methods.push_back(fit(depth));
  return farthest_of(std::move(name), methods, validation);
}

Method named(std::string name, Method method) {
  method.name = std::move(name);
  return method;
}

}  // namespace

double limit_of(std::vector<double> scores) {
  std::ranges::sort(scores);
  return sorted_quantile(scores, 0.95);
}

Method farthest_of(std::string name, const std::vector<Method>& methods,
                   const Features& validation) {
  std::vector<double> limits;
  for (const Method& method : methods) limits.push_back(limit_of(method.scores(validation)));
  return {std::move(name), [methods, limits](const Features& features) {
            std::vector<double> farthest(features.logits.count(), 0.0);
            for (std::size_t m = 0; m < methods.size(); ++m) {
              const auto scores = methods[m].scores(features);
              for (std::size_t i = 0; i < scores.size(); ++i) {
                farthest[i] = std::max(farthest[i], scores[i] / limits[m]);
              }
            }
            return farthest;
          }};
}

Result<Method> fit_own(const FittingFilms& films, int threads) {
  return own("Mahalanobis, sources alike", films, films.training_sources, threads);
}

Result<std::vector<Method>> fit_methods(const FittingFilms& films, int threads) {
  const auto& training = films.training;
  const auto neighbours = [&](std::size_t depth) {
    return nearest_neighbour(training.depths[depth], depth, threads);
  };
  const auto classes = [&](std::size_t depth) {
    return by_class(training.depths[depth], films.training_classes, depth, threads);
  };
  std::vector<Method> methods{
      of_logits("softmax", unsure),
      of_logits("energy", [](std::span<const float> logits) { return -log_sum_exp(logits); }),
      vim(training, threads),
      core(films, threads),
      named("neighbours, last", neighbours(last)),
      of_all_depths("neighbours", films.validation, neighbours),
      named("by class, last", classes(last)),
      of_all_depths("by class", films.validation, classes)};
  CHESTLENS_TRY(auto alike, own("Mahalanobis, films alike", films,
                                std::vector<int>(training.logits.count(), 0), threads));
  methods.push_back(std::move(alike));
  CHESTLENS_TRY(auto ours, fit_own(films, threads));
  methods.push_back(std::move(ours));
  return methods;
}

}  // namespace chestlens::bench
