#pragma once

#include "evaluate/mistakes.hpp"
#include "evaluate/prediction_file.hpp"
#include "io/reporter.hpp"
#include "page/page.hpp"

#include <chestlens/bootstrap.hpp>
#include <chestlens/error.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace chestlens {

/// What predictions of a part ("test") are worth: figures with intervals, confusion, ROC curves
/// with bands, reliability, and the most confident mistakes.
struct ShownEvaluation {
  PageSection section;
  std::vector<Mistake> mistakes;
};

/// Errors: those of scored_films and assess.
Result<ShownEvaluation> show_evaluation(const PredictionTable& table, const std::string& part,
                                        std::size_t most_mistakes,
                                        const BootstrapOptions& bootstrap = {});

}  // namespace chestlens
