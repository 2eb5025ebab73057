#include <nlohmann/json.hpp>
#include <viewer/desktop/prediction_json.hpp>

namespace chestlens::viewer {
namespace {

Result<std::optional<Trust>> trust_from(const nlohmann::json& entry) {
  if (!entry.contains("trust")) return std::optional<Trust>();
  const auto& said = entry.at("trust");
  Trust trust;
  CHESTLENS_TRY(trust.likeness, parse_likeness(said.at("answer").get<std::string>()));
  CHESTLENS_TRY(trust.surprise, parse_surprise(said.value("perhaps", "")));
  trust.score = said.value("score", 0.0);
  trust.farther_than = said.value("farther_than", 0.0);
  trust.subject = said.value("header_says", "");
  if (!said.contains("score")) trust.reason = said.at("says").get<std::string>();
  return std::optional(std::move(trust));
}

}  // namespace

Result<Prediction> prediction_from(const nlohmann::json& entry) {
  Prediction prediction;
  prediction.probabilities = entry.at("probabilities").get<std::vector<float>>();
  for (const auto& heatmap : entry.at("heatmaps")) {
    prediction.heatmaps.push_back({entry.at("width").get<int>(), entry.at("height").get<int>(),
                                   heatmap.get<std::vector<float>>()});
  }
  CHESTLENS_TRY(prediction.trust, trust_from(entry));
  return prediction;
}

}  // namespace chestlens::viewer
