#include "audit/probe.hpp"

#include "embed/principal_components.hpp"

#include <chestlens/roc_area.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t fold_count = 5;
constexpr std::size_t most_directions = 64;
constexpr std::size_t fewest = 10;     // films and patients of a class
constexpr double shrinkage = 0.02;     // of the mean variance, added to each
constexpr double chance_share = 0.99;  // of the draws

struct WhitenedFold {
  ProbeFold fold;
  Rows numbers;  // of all N films, by the seen films' directions
};

Rows selected(const Rows& rows, const std::vector<std::size_t>& films) {
  Rows result{rows.width, {}};
  for (const std::size_t film : films) {
    const auto row = rows.row(film);
    result.values.insert(result.values.end(), row.begin(), row.end());
  }
  return result;
}

/// Columns of mean 0 and deviation 1 over the seen films; what does not vary there is 0.
Rows standardised(const Rows& rows, const std::vector<std::size_t>& seen) {
  Rows result = rows;
  const auto count = static_cast<double>(seen.size());
  for (std::size_t k = 0; k < rows.width; ++k) {
    double sum = 0.0, squares = 0.0;
    for (const std::size_t film : seen) sum += double{rows.row(film)[k]};
    const double mean = sum / count;
    for (const std::size_t film : seen) {
      const double centred = double{rows.row(film)[k]} - mean;
      squares += centred * centred;
    }
    const double deviation = std::sqrt(squares / count);
    for (std::size_t i = 0; i < rows.count(); ++i) {
      const double centred = double{rows.row(i)[k]} - mean;
      result.values[i * rows.width + k] =
          deviation > 1e-9 ? static_cast<float>(std::clamp(centred / deviation, -8.0, 8.0)) : 0.0F;
    }
  }
  return result;
}

Rows whitened(const Rows& numbers, const std::vector<std::size_t>& seen, int threads) {
  const Rows standard = standardised(numbers, seen);
  const std::size_t directions =
      std::min(most_directions, std::max<std::size_t>(1, seen.size() / 8));
  const auto components = principal_components(selected(standard, seen), directions, threads);
  Rows result = project(standard, components, threads);
  double mean_variance = 0.0;
  for (const float variance : components.variances) {
    mean_variance += double{variance} / static_cast<double>(components.variances.size());
  }
  for (std::size_t d = 0; d < result.width; ++d) {
    const double variance = double{components.variances[d]} + shrinkage * mean_variance + 1e-12;
    const auto factor = static_cast<float>(1.0 / std::sqrt(variance));
    for (std::size_t i = 0; i < result.count(); ++i) result.values[i * result.width + d] *= factor;
  }
  return result;
}

std::vector<WhitenedFold> whitened_folds(const Rows& numbers, const std::vector<ProbeFold>& folds,
                                         int threads) {
  std::vector<WhitenedFold> result;
  for (const ProbeFold& fold : folds) {
    if (fold.scored.empty() || fold.seen.size() < 2) continue;
    result.push_back({fold, whitened(numbers, fold.seen, threads)});
  }
  return result;
}

/// Of the seen films, the mean of each class less that of the others, [C,D].
std::vector<double> discriminants(const WhitenedFold& whitened, std::span<const int> class_of,
                                  std::size_t classes) {
  const auto& [fold, numbers] = whitened;
  const std::size_t width = numbers.width;
  std::vector<double> sums(classes * width, 0.0), all(width, 0.0), counts(classes, 0.0);
  for (const std::size_t film : fold.seen) {
    const auto c = static_cast<std::size_t>(class_of[film]);
    const auto row = numbers.row(film);
    counts[c] += 1.0;
    for (std::size_t d = 0; d < width; ++d) {
      sums[c * width + d] += double{row[d]};
      all[d] += double{row[d]};
    }
  }
  const auto total = static_cast<double>(fold.seen.size());
  for (std::size_t c = 0; c < classes; ++c) {
    for (std::size_t d = 0; d < width; ++d) {
      const double of_class = sums[c * width + d];
      sums[c * width + d] = of_class / std::max(1.0, counts[c]) -
                            (all[d] - of_class) / std::max(1.0, total - counts[c]);
    }
  }
  return sums;
}

/// The films' classes with those of whole patients exchanged.
std::vector<int> exchanged(std::span<const int> class_of, const PatientFilms& patients,
                           std::mt19937_64& random) {
  std::vector<std::size_t> order(patients.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[draw_index(i, random)]);
  }
  std::vector<int> result(class_of.size());
  for (std::size_t i = 0; i < patients.size(); ++i) {
    const auto& from = patients[order[i]];
    for (std::size_t k = 0; k < patients[i].size(); ++k) {
      result[patients[i][k]] = class_of[from[k % from.size()]];
    }
  }
  return result;
}

struct OneClass {
  std::vector<float> scores;
  std::vector<int> positive;
};

OneClass one_class(const std::vector<float>& scores, std::span<const int> class_of,
                   std::size_t classes, std::size_t c) {
  OneClass one;
  for (std::size_t i = 0; i < class_of.size(); ++i) {
    one.scores.push_back(scores[i * classes + c]);
    one.positive.push_back(class_of[i] == static_cast<int>(c) ? 1 : 0);
  }
  return one;
}

/// Whether enough films and patients are of the class, and of the others.
bool is_enough(std::span<const int> class_of, const PatientFilms& patients, int c) {
  std::size_t of_class = 0, others = 0;
  for (const auto& films : patients) {
    const bool any = std::ranges::any_of(films, [&](std::size_t i) { return class_of[i] == c; });
    const bool rest = std::ranges::any_of(films, [&](std::size_t i) { return class_of[i] != c; });
    of_class += any;
    others += rest;
  }
  return of_class >= fewest && others >= fewest;
}

}  // namespace

std::vector<ClassArea> class_areas(const ClassScores& scores, std::span<const int> class_of,
                                   int class_count, const PatientFilms& patients,
                                   const ExchangeOptions& options) {
  const auto classes = static_cast<std::size_t>(class_count);
  std::vector<ClassArea> areas(classes);
  const auto found = scores(class_of);
  for (std::size_t c = 0; c < classes; ++c) {
    if (!is_enough(class_of, patients, static_cast<int>(c))) continue;
    const auto [of_class, positive] = one_class(found, class_of, classes, c);
    const auto area = roc_area(of_class, positive, patients);
    if (!area) continue;
    areas[c].is_known = true;
    areas[c].area = {area->area, area->interval};
  }
  // [class][draw]
  std::vector<std::vector<double>> drawn(classes);
  std::mt19937_64 random(options.seed);
  for (int draw = 0; draw < options.draws; ++draw) {
    const auto other = exchanged(class_of, patients, random);
    const auto by_chance = scores(other);
    for (std::size_t c = 0; c < classes; ++c) {
      const auto [of_class, positive] = one_class(by_chance, other, classes, c);
      const auto area = roc_auc(of_class, positive);
      drawn[c].push_back(areas[c].is_known && area ? *area : 0.5);
    }
  }
  std::vector<double> largest(static_cast<std::size_t>(std::max(0, options.draws)), 0.0);
  std::vector<double> deviations(classes, 0.0);
  for (std::size_t c = 0; c < classes; ++c) {
    double sum = 0.0, squares = 0.0;
    for (const double area : drawn[c]) sum += area;
    const double mean = drawn[c].empty() ? 0.5 : sum / static_cast<double>(drawn[c].size());
    for (const double area : drawn[c]) squares += (area - mean) * (area - mean);
    deviations[c] = std::sqrt(squares / std::max(1.0, static_cast<double>(drawn[c].size())));
    areas[c].chance = mean;
    if (deviations[c] <= 0.0) continue;
    for (std::size_t draw = 0; draw < largest.size(); ++draw) {
      largest[draw] = std::max(largest[draw], (drawn[c][draw] - mean) / deviations[c]);
    }
  }
  std::ranges::sort(largest);
  const double limit = largest.empty() ? 0.0 : sorted_quantile(largest, chance_share);
  for (std::size_t c = 0; c < classes; ++c) {
    areas[c].chance_high = std::min(1.0, areas[c].chance + limit * deviations[c]);
  }
  return areas;
}

ClassScores given_scores(std::vector<float> scores) {
  return [scores = std::move(scores)](std::span<const int>) { return scores; };
}

std::vector<ProbeFold> patient_folds(const PatientFilms& patients) {
  std::vector<ProbeFold> all(fold_count);
  for (std::size_t patient = 0; patient < patients.size(); ++patient) {
    for (std::size_t f = 0; f < fold_count; ++f) {
      auto& films = patient % fold_count == f ? all[f].scored : all[f].seen;
      films.insert(films.end(), patients[patient].begin(), patients[patient].end());
    }
  }
  return all;
}

ClassScores probe_scores(const Rows& numbers, const std::vector<ProbeFold>& folds, int class_count,
                         int threads) {
  const auto made =
      std::make_shared<const std::vector<WhitenedFold>>(whitened_folds(numbers, folds, threads));
  return [made, count = numbers.count(),
          classes = static_cast<std::size_t>(class_count)](std::span<const int> class_of) {
    std::vector<float> scores(count * classes, 0.0F);
    for (const WhitenedFold& whitened : *made) {
      const auto weights = discriminants(whitened, class_of, classes);
      const std::size_t width = whitened.numbers.width;
      for (const std::size_t film : whitened.fold.scored) {
        const auto row = whitened.numbers.row(film);
        for (std::size_t c = 0; c < classes; ++c) {
          double score = 0.0;
          for (std::size_t d = 0; d < width; ++d) score += weights[c * width + d] * double{row[d]};
          scores[film * classes + c] = static_cast<float>(score);
        }
      }
    }
    return scores;
  };
}

}  // namespace chestlens
