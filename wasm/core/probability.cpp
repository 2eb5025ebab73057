// From logits to probabilities, of one network or of several.
#include <chestlens/probability.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val probabilities_object(const std::vector<float>& probabilities) {
  return object_of("probabilities", to_typed_array(probabilities));
}

val softmax_of(const val& logits, double temperature) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto values, from_typed_array<float>(logits, "logits"));
    CHESTLENS_TRY(const auto probabilities, softmax(values, temperature));
    return probabilities_object(probabilities);
  });
}

/// [M*C] probabilities, one row a member, and [M] weights.
Result<std::vector<EnsembleMember>> members_from(const std::vector<float>& probabilities,
                                                 const std::vector<float>& weights) {
  if (weights.empty() || probabilities.size() % weights.size() != 0) {
    return fail(ErrorCode::invalid_argument,
                "give as many rows of probabilities as there are weights", "probabilities");
  }
  const auto classes = static_cast<std::ptrdiff_t>(probabilities.size() / weights.size());
  std::vector<EnsembleMember> members;
  auto row = probabilities.begin();
  for (const float weight : weights) {
    members.push_back({{row, row + classes}, weight});
    row += classes;
  }
  return members;
}

val ensemble(const val& probabilities, const val& weights, double temperature) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto rows, from_typed_array<float>(probabilities, "probabilities"));
    CHESTLENS_TRY(const auto values, from_typed_array<float>(weights, "weights"));
    CHESTLENS_TRY(const auto members, members_from(rows, values));
    CHESTLENS_TRY(const auto mean, ensemble_probabilities(members, temperature));
    return probabilities_object(mean);
  });
}

EMSCRIPTEN_BINDINGS(probability) {
  emscripten::function("softmax", &softmax_of);
  emscripten::function("ensemble", &ensemble);
}

}  // namespace
}  // namespace chestlens::bridge
