#include "explain/film_maps.hpp"

#include "bundle/ask_trust.hpp"

#include <chestlens/prediction.hpp>
#include <chestlens/probability.hpp>

#include <utility>

namespace chestlens {
namespace {

MapOutputs view_of(const OnnxOutputs& outputs, const Card& card) {
  return {{card.activation_features, card.activation_height, card.activation_width},
          outputs.logits.values,
          outputs.activations.values,
          outputs.cam_weights.values,
          outputs.evidence.values,
          outputs.logit_bias.values,
          outputs.max_weights.values};
}

/// Evidence [films,C,h,w] of prepared films.
RunModel evidence_of(const OnnxSession& session) {
  return [&session](std::span<const float> films, int count) -> Result<std::vector<float>> {
    CHESTLENS_TRY(
        auto outputs,
        session.run(films, count, {.features = false, .heatmaps = false, .depths = false}));
    return std::move(outputs.evidence.values);
  };
}

}  // namespace

RunModel network_of(const OnnxSession& session) {
  return [&session](std::span<const float> films, int count) -> Result<std::vector<float>> {
    CHESTLENS_TRY(
        auto outputs,
        session.run(films, count,
                    {.features = false, .heatmaps = false, .evidence = false, .depths = false}));
    return std::move(outputs.logits.values);
  };
}

namespace {

Result<MemberMaps> maps_of_member(const Explainer& explainer, std::size_t member,
                                  const FloatImage& prepared, std::span<const MapMethod> methods,
                                  const OcclusionOptions& occlusion, bool asks_trust) {
  const PredictorMember& model = explainer.predictor.members[member];
  const bool with_depths = asks_trust && model.trust.has_value();
  CHESTLENS_TRY(
      const auto outputs,
      model.session.run(prepared.pixels, 1, {.features = with_depths, .depths = with_depths}));
  const MapOutputs view = view_of(outputs, model.card);
  MemberMaps result;
  if (asks_trust) {
    CHESTLENS_TRY(result.trust, ask_trust(model, outputs, 0, 1, prepared));
  }
  result.logits = outputs.logits.values;
  CHESTLENS_TRY(result.probabilities, probabilities_from(outputs.logits.values, model.card));
  if (!outputs.evidence.values.empty()) {
    CHESTLENS_TRY(result.sums, evidence_sums(view));
  }
  const HeadSession& head = explainer.heads[member];
  const MapModel runs{.head = [&head](std::span<const float> activations,
                                      int films) { return head.run(activations, films); },
                      .evidence = evidence_of(model.session),
                      .network = network_of(model.session),
                      .film = prepared,
                      .occlusion = occlusion};
  for (const MapMethod method : methods) {
    auto maps = explain(method, view, runs);
    if (!maps && maps.error().code != ErrorCode::unsupported) {
      return tl::unexpected(with_context(maps.error(), model.card.name));
    }
    result.methods.push_back({method, {}, {}});
    if (maps) {
      result.methods.back().maps = *std::move(maps);
    } else {
      result.methods.back().refused = maps.error().message;
    }
  }
  return result;
}

}  // namespace

Result<MemberMaps> explain_member(const Explainer& explainer, std::size_t member,
                                  const FloatImage& prepared, std::span<const MapMethod> methods,
                                  const OcclusionOptions& occlusion) {
  return maps_of_member(explainer, member, prepared, methods, occlusion, /*asks_trust=*/false);
}

std::vector<ModelTrust> trust_of(const Explainer& explainer, const FilmMaps& maps) {
  std::vector<ModelTrust> models;
  for (std::size_t m = 0; m < maps.members.size(); ++m) {
    const auto& trust = maps.members[m].trust;
    if (trust) models.push_back({explainer.predictor.members[m].card.name, *trust});
  }
  return models;
}

Result<FilmMaps> explain_film(const Explainer& explainer, const GreyImage& film,
                              std::span<const MapMethod> methods,
                              const OcclusionOptions& occlusion) {
  CHESTLENS_TRY(const auto prepared, prepare_film(explainer.predictor, film));
  return explain_prepared(explainer, film, prepared, methods, occlusion);
}

Result<FilmMaps> explain_prepared(const Explainer& explainer, GreyImage film,
                                  const PreparedFilm& prepared, std::span<const MapMethod> methods,
                                  const OcclusionOptions& occlusion) {
  FilmMaps result{std::move(film), {}, {}};
  std::vector<EnsembleMember> rows;
  for (std::size_t m = 0; m < prepared.inputs.size(); ++m) {
    CHESTLENS_TRY(auto maps, maps_of_member(explainer, m, prepared.inputs[m], methods, occlusion,
                                            /*asks_trust=*/true));
    if (!prepared.subject.empty()) {
      if (!maps.trust) maps.trust = Trust{};
      set_subject(*maps.trust, prepared.subject);
    }
    rows.push_back({maps.probabilities, explainer.predictor.members[m].weight});
    result.members.push_back(std::move(maps));
  }
  if (rows.size() == 1) {
    result.probabilities = rows.front().probabilities;
    return result;
  }
  CHESTLENS_TRY(result.probabilities,
                ensemble_probabilities(rows, explainer.predictor.temperature));
  return result;
}

}  // namespace chestlens
