#include <chestlens/ensemble.hpp>
#include <chestlens/grad_cam.hpp>
#include <chestlens/prediction.hpp>
#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <utility>

namespace chestlens {
namespace {

Status check_length(const char* output, std::size_t length, std::uint64_t expected,
                    const Card& card) {
  if (length == expected) return {};
  return fail(ErrorCode::mismatch,
              fmt::format("the model gives {} {} where its card says {}: export or download the "
                          "bundle again",
                          length, output, expected),
              card.name);
}

Status check_heatmaps(std::span<const WeightedPrediction> members) {
  for (std::size_t m = 0; m < members.size(); ++m) {
    const auto& [probabilities, heatmaps, trust] = members[m].prediction;
    if (heatmaps.size() == probabilities.size()) continue;
    return fail(ErrorCode::invalid_argument,
                fmt::format("ensemble member {} has {} heat-maps for {} classes", m,
                            heatmaps.size(), probabilities.size()));
  }
  return {};
}

}  // namespace

std::optional<Trust> trust_of(std::span<const WeightedPrediction> members) {
  std::vector<Trust> asked;
  for (const auto& [prediction, weight] : members) {
    if (prediction.trust) asked.push_back(*prediction.trust);
  }
  return asked.empty() ? std::nullopt : std::optional(combine_trust(asked));
}

void set_subject(Prediction& prediction, std::string_view subject) {
  if (subject.empty()) return;
  if (!prediction.trust) prediction.trust = Trust{};
  set_subject(*prediction.trust, subject);
}

Result<std::vector<float>> probabilities_from(std::span<const float> logits, const Card& card) {
  CHESTLENS_CHECK(check_length("logits", logits.size(), card.classes.size(), card));
  return with_context(softmax(logits, card.temperature), card.name);
}

Result<Prediction> predict_from(const ModelOutputs& outputs, const Card& card) {
  const ActivationShape shape{card.activation_features, card.activation_height,
                              card.activation_width};
  const auto features = static_cast<std::size_t>(shape.features);
  const std::uint64_t plane = area_pixels(shape.width, shape.height);
  const std::size_t classes = card.classes.size();
  CHESTLENS_TRY(auto probabilities, probabilities_from(outputs.logits, card));
  CHESTLENS_CHECK(check_length("activations", outputs.activations.size(), features * plane, card));
  CHESTLENS_CHECK(check_length("cam_weights", outputs.cam_weights.size(),
                               std::uint64_t{classes} * features, card));
  Prediction prediction{std::move(probabilities), {}};
  for (std::size_t c = 0; c < classes; ++c) {
    const auto cam_weights = outputs.cam_weights.subspan(c * features, features);
    CHESTLENS_TRY(auto heatmap,
                  with_context(grad_cam(outputs.activations, shape, cam_weights), card.name));
    prediction.heatmaps.push_back(normalize_heatmap(std::move(heatmap)));
  }
  return prediction;
}

Result<Prediction> combine(std::span<const WeightedPrediction> members, double temperature) {
  std::vector<EnsembleMember> rows;
  for (const auto& [prediction, weight] : members) {
    rows.push_back({prediction.probabilities, weight});
  }
  CHESTLENS_TRY(auto probabilities, ensemble_probabilities(rows, temperature));
  CHESTLENS_CHECK(check_heatmaps(members));
  Prediction combined{std::move(probabilities), {}};
  for (std::size_t c = 0; c < combined.probabilities.size(); ++c) {
    std::vector<WeightedHeatmap> heatmaps;
    for (const auto& [prediction, weight] : members) {
      heatmaps.push_back({prediction.heatmaps[c], weight});
    }
    CHESTLENS_TRY(auto heatmap, ensemble_heatmap(heatmaps));
    combined.heatmaps.push_back(std::move(heatmap));
  }
  combined.trust = trust_of(members);
  return combined;
}

}  // namespace chestlens
