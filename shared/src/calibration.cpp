#include "label.hpp"

#include <chestlens/calibration.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace chestlens {
namespace {

constexpr double lowest_inverse = 1.0 / 20.0;
constexpr double highest_inverse = 20.0;

Status check_sizes(std::size_t values, std::span<const int> truth, int classes) {
  if (classes <= 0 || values != truth.size() * static_cast<std::size_t>(classes)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} values for {} films of {} classes", values, truth.size(), classes));
  }
  return check_classes(truth, classes);
}

/// The slope of the sum of cross-entropies of softmax(inverse * logits) over `inverse`: the sum of
/// the expected logits less the true ones. It grows with `inverse`.
double slope(std::span<const float> logits, std::span<const int> truth, std::size_t classes,
             double inverse) {
  double sum = 0.0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto row = logits.subspan(i * classes, classes);
    const double highest = *std::ranges::max_element(row);
    double total = 0.0;
    double expected = 0.0;
    for (const float logit : row) {
      const double share = std::exp(inverse * (logit - highest));
      total += share;
      expected += share * logit;
    }
    sum += expected / total - row[static_cast<std::size_t>(truth[i])];
  }
  return sum;
}

/// The slope of the prior, inverse - 1 - log(inverse).
double prior_slope(double inverse) {
  return 1.0 - 1.0 / inverse;
}

/// Whether no film has a logit above its true class's: the surer, the better then, without end.
bool all_right(std::span<const float> logits, std::span<const int> truth, std::size_t classes) {
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto row = logits.subspan(i * classes, classes);
    if (*std::ranges::max_element(row) > row[static_cast<std::size_t>(truth[i])]) return false;
  }
  return true;
}

}  // namespace

int reliability_bin(double confidence, int bins) {
  return static_cast<int>(std::clamp(std::ceil(confidence * bins) - 1.0, 0.0, bins - 1.0));
}

Result<std::vector<ReliabilityBin>> reliability(std::span<const float> probabilities,
                                                std::span<const int> truth, int classes, int bins) {
  if (bins <= 0) return fail(ErrorCode::invalid_argument, "a reliability diagram of no bins");
  CHESTLENS_CHECK(check_sizes(probabilities.size(), truth, classes));
  std::vector<ReliabilityBin> diagram(static_cast<std::size_t>(bins));
  for (std::size_t b = 0; b < diagram.size(); ++b) {
    diagram[b].low = static_cast<double>(b) / bins;
    diagram[b].high = static_cast<double>(b + 1) / bins;
  }
  const auto width = static_cast<std::size_t>(classes);
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto row = probabilities.subspan(i * width, width);
    if (!std::ranges::all_of(row, [](float p) { return p >= 0.0F && p <= 1.0F; })) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("film {} has a probability outside 0 to 1", i));
    }
    const auto highest = std::ranges::max_element(row);
    const double confidence = *highest;
    ReliabilityBin& bin = diagram[static_cast<std::size_t>(reliability_bin(confidence, bins))];
    ++bin.films;
    bin.confidence += confidence;
    bin.accuracy += highest - row.begin() == truth[i] ? 1.0 : 0.0;
  }
  for (ReliabilityBin& bin : diagram) {
    if (bin.films == 0) continue;
    bin.confidence /= static_cast<double>(bin.films);
    bin.accuracy /= static_cast<double>(bin.films);
  }
  return diagram;
}

double expected_calibration_error(std::span<const ReliabilityBin> bins) {
  double distance = 0.0;
  double films = 0.0;
  for (const ReliabilityBin& bin : bins) {
    const auto count = static_cast<double>(bin.films);
    distance += count * std::abs(bin.accuracy - bin.confidence);
    films += count;
  }
  return films == 0.0 ? 0.0 : distance / films;
}

Result<TemperatureFit> fit_temperature(std::span<const float> logits, std::span<const int> truth,
                                       int classes) {
  if (truth.empty()) return fail(ErrorCode::invalid_argument, "no film to fit a temperature to");
  CHESTLENS_CHECK(check_sizes(logits.size(), truth, classes));
  if (!std::ranges::all_of(logits, [](float logit) { return std::isfinite(logit); })) {
    return fail(ErrorCode::invalid_argument, "a logit is not finite");
  }
  const auto width = static_cast<std::size_t>(classes);
  double low = lowest_inverse;
  double high = highest_inverse;
  constexpr int halvings = 60;  // of an interval of 20: down to double's precision
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    const double sum = slope(logits, truth, width, middle) + prior_slope(middle);
    (sum < 0.0 ? low : high) = middle;
  }
  return TemperatureFit{.temperature = 2.0 / (low + high),
                        .is_determined = !all_right(logits, truth, width) &&
                                         slope(logits, truth, width, lowest_inverse) < 0.0 &&
                                         slope(logits, truth, width, highest_inverse) > 0.0};
}

}  // namespace chestlens
