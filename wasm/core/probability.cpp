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
  return reply([&] {
    return from_typed_array<float>(logits, "logits")
        .and_then([&](const std::vector<float>& values) { return softmax(values, temperature); })
        .map(probabilities_object);
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
    const auto rows = from_typed_array<float>(probabilities, "probabilities");
    if (!rows) return tl::unexpected(rows.error());
    return from_typed_array<float>(weights, "weights")
        .and_then([&](const std::vector<float>& values) { return members_from(*rows, values); })
        .and_then([&](const std::vector<EnsembleMember>& members) {
          return ensemble_probabilities(members, temperature);
        })
        .map(probabilities_object);
  });
}

EMSCRIPTEN_BINDINGS(probability) {
  emscripten::function("softmax", &softmax_of);
  emscripten::function("ensemble", &ensemble);
}

}  // namespace
}  // namespace chestlens::bridge
