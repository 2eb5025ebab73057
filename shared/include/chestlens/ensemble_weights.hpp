#pragma once

#include <chestlens/bootstrap.hpp>
#include <chestlens/calibration.hpp>
#include <chestlens/error.hpp>
#include <chestlens/metrics.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Several networks' predictions of the same films.
struct MemberPredictions {
  int classes = 0;
  std::vector<std::vector<float>> members;  // [M], each the calibrated probabilities [N,C]
  std::vector<int> truth;                   // [N]
  std::vector<std::string> patients;        // [N]
};

/// The figure that the chosen weights make highest; the cross-entropy, lowest.
enum class EnsembleObjective : std::uint8_t {
  accuracy,
  balanced_accuracy,
  macro_f1,
  weighted_f1,
  cross_entropy
};

/// "accuracy", "balanced_accuracy", "macro_f1", "weighted_f1" or "cross_entropy".
std::string_view to_string(EnsembleObjective objective);
Result<EnsembleObjective> parse_ensemble_objective(std::string_view name);

/// A class that the ensemble must not miss more often than this.
struct RecallFloor {
  int class_index = 0;
  double recall = 0.0;
};

struct WeightOptions {
  EnsembleObjective objective = EnsembleObjective::macro_f1;
  std::optional<RecallFloor> floor = {};
  BootstrapOptions bootstrap = {};
};

struct WeightChoice {
  std::vector<double> weights;      // [M] in hundredths, their sum 1
  std::vector<Interval> intervals;  // [M] of the weights chosen on draws of the patients
  double value = 0.0;               // of the objective at these weights
  double value_of_average = 0.0;    // and at equal ones
};

/// Searches the simplex: a grid as fine as about 300 points allow, then exchanges between pairs of
/// members down to a hundredth. Of equally good weights those nearest to equal ones are taken. The
/// films must be validation's: the value is optimistic, as the films chose the weights. Errors:
/// invalid_argument for no film, one member, sizes, a class, or a floor that no weights reach.
Result<WeightChoice> choose_weights(const MemberPredictions& predictions,
                                    const WeightOptions& options = {});

/// The metrics of a weighted mean of the members. Errors: those of choose_weights; a weight below
/// 0.
Result<Metrics> weighted_metrics(const MemberPredictions& predictions,
                                 std::span<const double> weights);

/// The temperature by which the weighted mean has the least cross-entropy on these films
/// (ensemble_probabilities()'s; fit_temperature()'s range). Errors: those of weighted_metrics.
Result<TemperatureFit> fit_ensemble_temperature(const MemberPredictions& predictions,
                                                std::span<const double> weights);

}  // namespace chestlens
