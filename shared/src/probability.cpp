#include "weights.hpp"

#include <chestlens/probability.hpp>
#include <chestlens/text.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chestlens {

std::vector<float> logarithms(std::span<const float> probabilities) {
  std::vector<float> logits(probabilities.size());
  std::transform(probabilities.begin(), probabilities.end(), logits.begin(), [](float p) {
    // In double: the last bit of a float's logarithm differs from one C library to another.
    return static_cast<float>(std::log(std::max<double>(p, least_probability)));
  });
  return logits;
}

Result<std::vector<float>> softmax(std::span<const float> logits, double temperature) {
  if (logits.empty()) return fail(ErrorCode::invalid_argument, "softmax of no logits");
  if (!(temperature > 0.0) || !std::isfinite(temperature)) {
    return fail(ErrorCode::invalid_argument,
                "temperature must be above 0, is " + describe_number(temperature));
  }
  for (std::size_t c = 0; c < logits.size(); ++c) {
    if (!std::isfinite(logits[c])) {
      return fail(ErrorCode::invalid_argument, "logit " + std::to_string(c) + " is not finite (" +
                                                   describe_number(logits[c]) + ")");
    }
  }
  const double maximum = *std::max_element(logits.begin(), logits.end());
  std::vector<double> exponentials(logits.size());
  std::transform(logits.begin(), logits.end(), exponentials.begin(),
                 [&](float logit) { return std::exp((logit - maximum) / temperature); });
  const double sum = std::accumulate(exponentials.begin(), exponentials.end(), 0.0);
  std::vector<float> probabilities(logits.size());
  std::transform(exponentials.begin(), exponentials.end(), probabilities.begin(),
                 [&](double value) { return static_cast<float>(value / sum); });
  return probabilities;
}

Result<std::vector<float>> ensemble_probabilities(std::span<const EnsembleMember> members,
                                                  double temperature) {
  std::vector<double> weights;
  for (const EnsembleMember& member : members) weights.push_back(member.weight);
  CHESTLENS_TRY(const auto weight_sum, sum_of_weights(weights));
  const std::size_t classes = members.front().probabilities.size();
  for (std::size_t m = 0; m < members.size(); ++m) {
    const std::vector<float>& probabilities = members[m].probabilities;
    const std::string name = "ensemble member " + std::to_string(m);
    if (probabilities.size() != classes || classes == 0) {
      return fail(ErrorCode::invalid_argument,
                  name + " has " + std::to_string(probabilities.size()) +
                      " classes, the first member has " + std::to_string(classes));
    }
    if (!std::all_of(probabilities.begin(), probabilities.end(),
                     [](float p) { return p >= 0.0F && p <= 1.0F; })) {
      return fail(ErrorCode::invalid_argument, name + " has a probability outside 0..1");
    }
  }
  std::vector<const float*> rows;
  for (const EnsembleMember& member : members) rows.push_back(member.probabilities.data());
  std::vector<float> mean(classes);
  weighted_mean(rows, weights, weight_sum, mean);
  return temperature == 1.0 ? mean : softmax(logarithms(mean), temperature);
}

int most_probable(std::span<const float> probabilities) {
  return static_cast<int>(std::ranges::max_element(probabilities) - probabilities.begin());
}

}  // namespace chestlens
