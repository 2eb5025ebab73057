#include "label.hpp"
#include "weights.hpp"

#include <chestlens/calibration.hpp>
#include <chestlens/ensemble_weights.hpp>
#include <chestlens/probability.hpp>
#include <chestlens/text.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace chestlens {
namespace {

constexpr int whole = 100;  // weights are counted in hundredths

using Hundredths = std::vector<int>;  // [M], their sum `whole`

constexpr std::array<std::pair<EnsembleObjective, std::string_view>, 5> names{{
    {EnsembleObjective::accuracy, "accuracy"},
    {EnsembleObjective::balanced_accuracy, "balanced_accuracy"},
    {EnsembleObjective::macro_f1, "macro_f1"},
    {EnsembleObjective::weighted_f1, "weighted_f1"},
    {EnsembleObjective::cross_entropy, "cross_entropy"},
}};

Status check(const MemberPredictions& predictions) {
  if (predictions.members.size() < 2) {
    return fail(ErrorCode::invalid_argument, "an ensemble needs two members at least");
  }
  const std::size_t films = predictions.truth.size();
  if (films == 0 || predictions.patients.size() != films) {
    return fail(ErrorCode::invalid_argument, std::to_string(films) + " films of " +
                                                 std::to_string(predictions.patients.size()) +
                                                 " patients to choose weights on");
  }
  for (std::size_t m = 0; m < predictions.members.size(); ++m) {
    if (predictions.classes > 0 &&
        predictions.members[m].size() == films * static_cast<std::size_t>(predictions.classes)) {
      continue;
    }
    return fail(ErrorCode::invalid_argument, "ensemble member " + std::to_string(m) + " has " +
                                                 std::to_string(predictions.members[m].size()) +
                                                 " probabilities for " + std::to_string(films) +
                                                 " films of " +
                                                 std::to_string(predictions.classes) + " classes");
  }
  return check_classes(predictions.truth, predictions.classes);
}

Status check(const MemberPredictions& predictions, std::span<const double> weights) {
  if (weights.size() != predictions.members.size() ||
      std::ranges::any_of(weights, [](double weight) { return !(weight >= 0.0); })) {
    return fail(ErrorCode::invalid_argument,
                "give " + std::to_string(predictions.members.size()) + " weights of 0 or more");
  }
  return check(predictions);
}

std::vector<double> shares_of(const Hundredths& weights) {
  std::vector<double> shares;
  for (const int weight : weights) shares.push_back(static_cast<double>(weight) / whole);
  return shares;
}

struct Mixed {
  ConfusionMatrix matrix;
  double cross_entropy = 0.0;  // mean
};

/// The confusion matrix and the cross-entropy of the members' weighted mean on some films. The
/// search asks thousands of times per draw of the bootstrap: no film allocates.
Mixed mix(const MemberPredictions& predictions, std::span<const double> weights,
          std::span<const std::size_t> films) {
  const auto classes = static_cast<std::size_t>(predictions.classes);
  Mixed mixed{{predictions.classes, std::vector<std::int64_t>(classes * classes, 0)}, 0.0};
  const double weight_sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<const float*> rows(weights.size());
  std::vector<float> mean(classes);
  for (const std::size_t film : films) {
    for (std::size_t m = 0; m < rows.size(); ++m) {
      rows[m] = predictions.members[m].data() + film * classes;
    }
    weighted_mean(rows, weights, weight_sum, mean);
    const auto truth = static_cast<std::size_t>(predictions.truth[film]);
    const auto predicted = static_cast<std::size_t>(most_probable(mean));
    ++mixed.matrix.counts[truth * classes + predicted];
    mixed.cross_entropy -= std::log(std::max<double>(mean[truth], least_probability));
  }
  mixed.cross_entropy /= static_cast<double>(films.size());
  return mixed;
}

double value_of(EnsembleObjective objective, const Metrics& metrics, double cross_entropy) {
  switch (objective) {
    case EnsembleObjective::accuracy:
      return metrics.accuracy;
    case EnsembleObjective::balanced_accuracy:
      return metrics.balanced_accuracy;
    case EnsembleObjective::macro_f1:
      return metrics.macro_f1;
    case EnsembleObjective::weighted_f1:
      return metrics.weighted_f1;
    case EnsembleObjective::cross_entropy:
      return cross_entropy;
  }
  return 0.0;
}

/// Ordered from worse to better: the floor first, then the objective, then nearness to equal
/// weights.
struct Rank {
  bool reaches_floor = true;
  double value = 0.0;  // the recall itself where the floor is missed
  double nearness = 0.0;

  auto operator<=>(const Rank&) const = default;
};

/// The search over one set of films.
struct Search {
  const MemberPredictions& predictions;
  const WeightOptions& options;
  std::span<const std::size_t> films;

  Rank rank(const Hundredths& weights) const {
    const Mixed mixed = mix(predictions, shares_of(weights), films);
    const Metrics metrics = metrics_from(mixed.matrix);
    Rank rank{true, value_of(options.objective, metrics, -mixed.cross_entropy), 0.0};
    if (options.floor) {
      const auto c = static_cast<std::size_t>(options.floor->class_index);
      const double recall = metrics.classes[c].recall;
      const bool has_films = metrics.classes[c].films > 0;  // a draw may have none
      rank.reaches_floor = !has_films || recall >= options.floor->recall;
      if (!rank.reaches_floor) rank.value = recall;
    }
    for (const int weight : weights) rank.nearness -= static_cast<double>(weight) * weight;
    return rank;
  }
};

struct Ranked {
  Hundredths weights;
  Rank rank;
};

void keep_better(const Search& search, Ranked& best, const Hundredths& weights) {
  const Rank rank = search.rank(weights);
  if (best.weights.empty() || rank > best.rank) best = {weights, rank};
}

/// Every point of the grid with members [m, M) still open and `left` hundredths to give away.
void try_grid(const Search& search, Ranked& best, Hundredths& weights, std::size_t m, int left,
              int step) {
  if (m + 1 == weights.size()) {
    weights[m] = left;
    keep_better(search, best, weights);
    return;
  }
  for (int weight = 0; weight <= left; weight += step) {
    weights[m] = weight;
    try_grid(search, best, weights, m + 1, left - weight, step);
  }
}

/// The finest step whose grid has about 300 points: choose(steps + members - 1, members - 1).
int grid_step(std::size_t members) {
  constexpr double most_points = 300.0;
  for (const int step : {1, 2, 5, 10, 20, 25, 50}) {
    double points = 1.0;
    for (std::size_t m = 1; m < members; ++m) {
      points *= (whole / step + static_cast<double>(m)) / static_cast<double>(m);
    }
    if (points <= most_points) return step;
  }
  return whole;  // each member alone
}

/// Moves hundredths from one member to another while that helps, in ever smaller amounts.
void refine(const Search& search, Ranked& best, int step) {
  for (int amount = step / 2; amount >= 1; amount /= 2) {
    for (bool improved = true; improved;) {
      const Rank before = best.rank;
      const Hundredths start = best.weights;
      for (std::size_t from = 0; from < start.size(); ++from) {
        for (std::size_t to = 0; to < start.size(); ++to) {
          if (from == to || start[from] < amount) continue;
          Hundredths moved = start;
          moved[from] -= amount;
          moved[to] += amount;
          keep_better(search, best, moved);
        }
      }
      improved = best.rank > before;
    }
  }
}

Ranked search_weights(const Search& search) {
  const std::size_t members = search.predictions.members.size();
  const int step = grid_step(members);
  Ranked best;
  Hundredths weights(members);
  try_grid(search, best, weights, 0, whole, step);
  Hundredths equal(members, whole / static_cast<int>(members));
  equal[0] += whole - std::accumulate(equal.begin(), equal.end(), 0);
  keep_better(search, best, equal);
  refine(search, best, step);
  return best;
}

std::vector<std::size_t> all_films(const MemberPredictions& predictions) {
  std::vector<std::size_t> films(predictions.truth.size());
  std::iota(films.begin(), films.end(), std::size_t{0});
  return films;
}

}  // namespace

std::string_view to_string(EnsembleObjective objective) {
  return std::ranges::find(names, objective, &std::pair<EnsembleObjective, std::string_view>::first)
      ->second;
}

Result<EnsembleObjective> parse_ensemble_objective(std::string_view name) {
  std::string accepted;
  for (const auto& [objective, known] : names) {
    if (name == known) return objective;
    accepted.append(accepted.empty() ? "" : ", ").append(known);
  }
  return fail(ErrorCode::invalid_argument,
              "objective \"" + std::string(name) + "\" is none of " + accepted);
}

Result<WeightChoice> choose_weights(const MemberPredictions& predictions,
                                    const WeightOptions& options) {
  CHESTLENS_CHECK(check(predictions));
  if (options.floor &&
      (options.floor->class_index < 0 || options.floor->class_index >= predictions.classes)) {
    return fail(ErrorCode::invalid_argument,
                "the recall's floor is for class " + std::to_string(options.floor->class_index) +
                    " of 0.." + std::to_string(predictions.classes - 1));
  }
  const auto films = all_films(predictions);
  const Ranked best = search_weights({predictions, options, films});
  if (!best.rank.reaches_floor) {
    return fail(ErrorCode::invalid_argument,
                "no weights give that class a recall of " + describe_number(options.floor->recall) +
                    "; the best give " + describe_number(best.rank.value));
  }
  const PatientFilms patients = films_by_patient(predictions.patients);
  auto intervals = bootstrap_intervals(
      [&](std::mt19937_64& random) {
        const auto drawn = draw_patients(patients, random);
        return shares_of(search_weights({predictions, options, drawn}).weights);
      },
      options.bootstrap);

  const std::vector<double> average(predictions.members.size(), 1.0);
  const auto value_at = [&](std::span<const double> weights) {
    const Mixed mixed = mix(predictions, weights, films);
    return value_of(options.objective, metrics_from(mixed.matrix), mixed.cross_entropy);
  };
  auto weights = shares_of(best.weights);
  const double value = value_at(weights);
  return WeightChoice{std::move(weights), std::move(intervals), value, value_at(average)};
}

Result<Metrics> weighted_metrics(const MemberPredictions& predictions,
                                 std::span<const double> weights) {
  CHESTLENS_CHECK(check(predictions, weights));
  return metrics_from(mix(predictions, weights, all_films(predictions)).matrix);
}

Result<TemperatureFit> fit_ensemble_temperature(const MemberPredictions& predictions,
                                                std::span<const double> weights) {
  CHESTLENS_CHECK(check(predictions, weights));
  const auto classes = static_cast<std::size_t>(predictions.classes);
  std::vector<float> logits;
  for (std::size_t film = 0; film < predictions.truth.size(); ++film) {
    std::vector<EnsembleMember> members;
    for (std::size_t m = 0; m < weights.size(); ++m) {
      const auto row = std::span(predictions.members[m]).subspan(film * classes, classes);
      members.push_back({{row.begin(), row.end()}, weights[m]});
    }
    CHESTLENS_TRY(const auto mean, ensemble_probabilities(members));
    const auto row = logarithms(mean);
    logits.insert(logits.end(), row.begin(), row.end());
  }
  return fit_temperature(logits, predictions.truth, predictions.classes);
}

}  // namespace chestlens
