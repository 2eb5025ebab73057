#pragma once

#include "plot/chart.hpp"
#include "report/study.hpp"

#include <chestlens/assessment.hpp>
#include <chestlens/bootstrap.hpp>

#include <string>
#include <vector>

namespace chestlens {

// Charts of predictions of films, with their figures in words.

/// Each class against the rest, with bands by patient where there are few classes.
LineChart roc_chart(const std::string& title, const std::vector<std::string>& classes,
                    const ScoredFilms& scored, const Assessment& all,
                    const BootstrapOptions& bootstrap = {});

ConfusionChart confusion_chart(const std::string& title, const std::vector<std::string>& classes,
                               const ConfusionMatrix& matrix, const Assessment& all);

/// `temperature` is what the probabilities were made with: "without a temperature".
ReliabilityChart reliability_chart(const std::string& title, const std::string& temperature,
                                   const Assessment& all);

/// Films by class and part of a study.
BarChart classes_chart(const Study& study);

}  // namespace chestlens
