#include "report/evaluation_charts.hpp"

#include "evaluate/roc_curve.hpp"
#include "io/markdown.hpp"
#include "io/text.hpp"

#include <cstddef>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t most_bands = 6;  // more would hide each other

/// One class's scores against the rest.
struct OneAgainstRest {
  std::vector<float> scores;
  std::vector<int> positive;
};

OneAgainstRest against_rest(const ScoredFilms& scored, std::size_t label) {
  OneAgainstRest result;
  const auto classes = static_cast<std::size_t>(scored.classes);
  for (std::size_t film = 0; film < scored.truth.size(); ++film) {
    result.scores.push_back(scored.probabilities[film * classes + label]);
    result.positive.push_back(static_cast<std::size_t>(scored.truth[film]) == label ? 1 : 0);
  }
  return result;
}

}  // namespace

LineChart roc_chart(const std::string& title, const std::vector<std::string>& classes,
                    const ScoredFilms& scored, const Assessment& all,
                    const BootstrapOptions& bootstrap) {
  LineChart chart{.title = title,
                  .x_label = "false-positive rate (1 - specificity)",
                  .y_label = "true-positive rate (recall)",
                  .unit_square = true,
                  .guides = {{"chance", {0.0, 1.0}, {0.0, 1.0}}}};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const OneAgainstRest one = against_rest(scored, c);
    auto curve = roc_curve(one.scores, one.positive);
    if (!curve) continue;  // no film of the class, or no other
    const std::string area = classes[c] + ", area " + with_interval(all.classes[c].roc) + " %";
    chart.description += (chart.description.empty() ? "" : "; ") + area;
    chart.series.push_back(
        {area, std::move(curve->false_positive_rate), std::move(curve->true_positive_rate)});
    if (classes.size() > most_bands) continue;
    if (auto band = roc_band(one.scores, one.positive, scored.patients, bootstrap)) {
      chart.bands.push_back(
          {std::move(band->false_positive_rate), std::move(band->low), std::move(band->high)});
    }
  }
  chart.description += ".";
  return chart;
}

ConfusionChart confusion_chart(const std::string& title, const std::vector<std::string>& classes,
                               const ConfusionMatrix& matrix, const Assessment& all) {
  return {.title = title,
          .description =
              "The table of films by true and predicted class, shaded by share of the "
              "row; accuracy " +
              percent(all.metrics.accuracy) + " %.",
          .classes = classes,
          .matrix = matrix};
}

ReliabilityChart reliability_chart(const std::string& title, const std::string& temperature,
                                   const Assessment& all) {
  return {.title = title,
          .description = "Accuracy by confidence; expected calibration error " +
                         with_interval(all.calibration_error) + " %.",
          .curves = {{temperature, all.reliability, all.calibration_error.value}}};
}

BarChart classes_chart(const Study& study) {
  BarChart chart{.title = "Films by class and part",
                 .y_label = "films",
                 .categories = study.rows.front().evaluation.classes,
                 .groups = {}};
  for (const PartCounts& part : study.parts) {
    chart.groups.push_back({part.part, {part.films.begin(), part.films.end()}});
  }
  return chart;
}

}  // namespace chestlens
