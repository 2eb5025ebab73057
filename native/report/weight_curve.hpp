#pragma once

#include "evaluate/bundle_evaluation.hpp"
#include "plot/chart.hpp"

#include <chestlens/ensemble_weights.hpp>
#include <chestlens/error.hpp>

#include <vector>

namespace chestlens {

/// The members' predictions of the films that they were scored on, the same for all: weights are
/// chosen from these. Errors: those of check_ensemble.
Result<MemberPredictions> member_predictions(const std::vector<EvaluatedBundle>& members);

/// Accuracy, macro F1 and each class's recall over the weight of the first of two members, as the
/// study draws it, with the chosen weight and its interval. Errors: those of weighted_metrics.
Result<LineChart> weight_curve(const MemberPredictions& predictions,
                               const std::vector<EvaluatedBundle>& members,
                               const WeightChoice& choice);

}  // namespace chestlens
