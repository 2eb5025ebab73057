#pragma once

#include "bundle/trust_text.hpp"
#include "explain/explainer.hpp"

#include <chestlens/error.hpp>
#include <chestlens/explain.hpp>
#include <chestlens/image.hpp>
#include <chestlens/map_words.hpp>
#include <chestlens/trust.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// One model's answer to a film, and where it comes from.
struct MemberMaps {
  std::vector<float> logits, probabilities;  // [C], the probabilities by its own temperature
  std::vector<EvidenceSum> sums;             // [C]; empty of a bundle of format 1
  std::vector<MethodMaps> methods;
  std::optional<Trust> trust = {};  // is the film like those of training; none: not asked
};

struct FilmMaps {
  GreyImage film;
  std::vector<float> probabilities;  // [C], of all members together
  std::vector<MemberMaps> members;
};

/// Each member's answer to whether the film is like those of its training.
std::vector<ModelTrust> trust_of(const Explainer& explainer, const FilmMaps& maps);

/// A method that a model has no answer for, by its format or its head, is refused in the result.
/// Trust is asked first. Errors: those of preprocess, the sessions, predict_from and combine;
/// interrupted.
Result<FilmMaps> explain_film(const Explainer& explainer, const GreyImage& film,
                              std::span<const MapMethod> methods,
                              const OcclusionOptions& occlusion = {});

/// The same of a film that is prepared.
Result<FilmMaps> explain_prepared(const Explainer& explainer, GreyImage film,
                                  const PreparedFilm& prepared, std::span<const MapMethod> methods,
                                  const OcclusionOptions& occlusion = {});

/// The same of one member and a film as it takes it, without asking for trust.
Result<MemberMaps> explain_member(const Explainer& explainer, std::size_t member,
                                  const FloatImage& prepared, std::span<const MapMethod> methods,
                                  const OcclusionOptions& occlusion = {});

/// The network of a member alone: logits of prepared films.
RunModel network_of(const OnnxSession& session);

}  // namespace chestlens
