#include <chestlens/assessment.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace chestlens {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The columns of some films, ready to be scored.
struct Sample {
  std::vector<int> truth;
  std::vector<int> predicted;
  std::vector<float> probabilities;        // [N,C]
  std::vector<std::vector<float>> scores;  // [C][N]
};

int predicted_class(std::span<const float> row) {
  return static_cast<int>(std::ranges::max_element(row) - row.begin());
}

Sample sample_of(const ScoredFilms& scored, std::span<const std::size_t> films) {
  const auto classes = static_cast<std::size_t>(scored.classes);
  Sample sample;
  sample.scores.resize(classes);
  for (const std::size_t film : films) {
    const auto row = std::span(scored.probabilities).subspan(film * classes, classes);
    sample.truth.push_back(scored.truth[film]);
    sample.predicted.push_back(predicted_class(row));
    sample.probabilities.insert(sample.probabilities.end(), row.begin(), row.end());
    for (std::size_t c = 0; c < classes; ++c) sample.scores[c].push_back(row[c]);
  }
  return sample;
}

/// The bootstrap's statistics: one value per figure, in the order in which an Assessment is filled.
struct Figures {
  Metrics metrics;
  std::vector<ReliabilityBin> reliability;
  std::vector<double> values;
};

Result<Figures> figures_of(const Sample& sample, int classes) {
  CHESTLENS_TRY(const auto matrix, confusion_matrix(sample.truth, sample.predicted, classes));
  CHESTLENS_TRY(auto bins, reliability(sample.probabilities, sample.truth, classes));
  Figures figures{metrics_from(matrix), std::move(bins), {}};

  std::vector<double> areas;
  double roc_sum = 0.0;
  int roc_count = 0;
  for (int c = 0; c < classes; ++c) {
    std::vector<int> positive(sample.truth.size());
    std::ranges::transform(sample.truth, positive.begin(),
                           [c](int truth) { return truth == c ? 1 : 0; });
    const auto& scores = sample.scores[static_cast<std::size_t>(c)];
    const auto roc = roc_auc(scores, positive);
    const auto precision_recall = roc ? average_precision(scores, positive) : roc;
    const ClassMetrics& one = figures.metrics.classes[static_cast<std::size_t>(c)];
    areas.push_back(roc ? *roc : unknown);
    areas.push_back(precision_recall ? *precision_recall : unknown);
    areas.push_back(one.films > 0 ? one.f1 : unknown);
    if (roc) {
      roc_sum += *roc;
      ++roc_count;
    }
  }
  figures.values = {figures.metrics.balanced_accuracy, figures.metrics.macro_f1,
                    figures.metrics.weighted_f1, roc_count == 0 ? unknown : roc_sum / roc_count,
                    expected_calibration_error(figures.reliability)};
  figures.values.insert(figures.values.end(), areas.begin(), areas.end());
  return figures;
}

Status check(const ScoredFilms& scored) {
  if (scored.truth.empty()) return fail(ErrorCode::invalid_argument, "no film to assess");
  if (scored.patients.size() != scored.truth.size()) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("{} films and {} patients", scored.truth.size(), scored.patients.size()));
  }
  CHESTLENS_CHECK(reliability(scored.probabilities, scored.truth, scored.classes));
  return {};
}

}  // namespace

Result<Assessment> assess(const ScoredFilms& scored, const BootstrapOptions& options) {
  CHESTLENS_CHECK(check(scored));
  std::vector<std::size_t> all(scored.truth.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  CHESTLENS_TRY(auto figures, figures_of(sample_of(scored, all), scored.classes));

  const PatientFilms patients = films_by_patient(scored.patients);
  const auto intervals = bootstrap_intervals(
      [&](std::mt19937_64& random) {
        const auto drawn = sample_of(scored, draw_patients(patients, random));
        return figures_of(drawn, scored.classes)->values;
      },
      options);

  std::size_t next = 0;
  const auto estimate = [&] {
    const std::size_t i = next++;
    return Estimate{figures.values[i], intervals[i]};
  };
  Assessment assessment{.metrics = std::move(figures.metrics),
                        .balanced_accuracy = estimate(),
                        .macro_f1 = estimate(),
                        .weighted_f1 = estimate(),
                        .macro_roc = estimate(),
                        .classes = {},
                        .reliability = std::move(figures.reliability),
                        .calibration_error = estimate()};
  for (int c = 0; c < scored.classes; ++c) {
    assessment.classes.push_back(
        {.roc = estimate(), .precision_recall = estimate(), .f1 = estimate()});
  }
  return assessment;
}

}  // namespace chestlens
