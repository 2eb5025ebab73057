#include "bundle/ask_trust.hpp"
#include "bundle/predictor.hpp"

#include <chestlens/ensemble.hpp>
#include <chestlens/preprocess.hpp>
#include <chestlens/probability.hpp>

#include <cstddef>
#include <utility>

namespace chestlens {
namespace {

bool is_same_input(const InputSpec& a, const InputSpec& b) {
  return a.size_pixels == b.size_pixels && a.fit == b.fit &&
         a.window_low_percentile == b.window_low_percentile &&
         a.window_high_percentile == b.window_high_percentile;
}

/// One member's outputs for all films.
Result<OnnxOutputs> run_member(const PredictorMember& member, std::size_t index,
                               std::span<const PreparedFilm> films, bool with_heatmaps) {
  std::vector<float> images;
  images.reserve(films.size() * films.front().inputs[index].pixels.size());
  for (const PreparedFilm& film : films) {
    const auto& pixels = film.inputs[index].pixels;
    images.insert(images.end(), pixels.begin(), pixels.end());
  }
  const bool asks_trust = member.trust.has_value();
  return member.session.run(
      images, std::ssize(films),
      {.features = asks_trust, .heatmaps = with_heatmaps, .evidence = false, .depths = asks_trust});
}

Result<Prediction> prediction_of(const OnnxOutputs& outputs, std::size_t film, std::size_t films,
                                 const Card& card, bool with_heatmaps) {
  const auto logits = values_of(outputs.logits, film, films);
  if (with_heatmaps) {
    return predict_from({logits, values_of(outputs.activations, film, films),
                         values_of(outputs.cam_weights, film, films)},
                        card);
  }
  CHESTLENS_TRY(auto probabilities, probabilities_from(logits, card));
  return Prediction{std::move(probabilities), {}};
}

/// combine(), or what it does with the probabilities where there are no heat-maps.
Result<Prediction> combined(std::span<const WeightedPrediction> members, double temperature,
                            bool with_heatmaps) {
  if (with_heatmaps) return combine(members, temperature);
  std::vector<EnsembleMember> rows;
  for (const auto& [prediction, weight] : members) {
    rows.push_back({prediction.probabilities, weight});
  }
  CHESTLENS_TRY(auto probabilities, ensemble_probabilities(rows, temperature));
  return Prediction{std::move(probabilities), {}, trust_of(members)};
}

}  // namespace

Result<PreparedFilm> prepare_film(const Predictor& predictor, const GreyImage& film,
                                  const std::string& subject) {
  PreparedFilm prepared{{}, subject};
  auto& inputs = prepared.inputs;
  for (const PredictorMember& member : predictor.members) {
    const InputSpec& first = predictor.members.front().card.input;
    if (!inputs.empty() && is_same_input(first, member.card.input)) {
      inputs.push_back(inputs.front());
      continue;
    }
    CHESTLENS_TRY(auto image, preprocess(film, member.card.input));
    inputs.push_back(std::move(image));
  }
  return prepared;
}

Result<std::vector<Result<FilmPrediction>>> predict_batch(const Predictor& predictor,
                                                          std::span<const PreparedFilm> films,
                                                          bool with_heatmaps) {
  std::vector<Result<FilmPrediction>> predictions;
  if (films.empty()) return predictions;
  std::vector<OnnxOutputs> outputs;
  for (std::size_t m = 0; m < predictor.members.size(); ++m) {
    CHESTLENS_TRY(auto of_member, run_member(predictor.members[m], m, films, with_heatmaps));
    outputs.push_back(std::move(of_member));
  }
  const auto predict_one = [&](std::size_t film) -> Result<FilmPrediction> {
    std::vector<WeightedPrediction> members;
    for (std::size_t m = 0; m < outputs.size(); ++m) {
      const PredictorMember& member = predictor.members[m];
      CHESTLENS_TRY(auto prediction,
                    prediction_of(outputs[m], film, films.size(), member.card, with_heatmaps));
      CHESTLENS_TRY(prediction.trust,
                    ask_trust(member, outputs[m], film, films.size(), films[film].inputs[m]));
      set_subject(prediction, films[film].subject);
      members.push_back({std::move(prediction), member.weight});
    }
    CHESTLENS_TRY(auto together, combined(members, predictor.temperature, with_heatmaps));
    set_subject(together, films[film].subject);
    return FilmPrediction{{}, std::move(together), std::move(members)};
  };
  for (std::size_t film = 0; film < films.size(); ++film) predictions.push_back(predict_one(film));
  return predictions;
}

}  // namespace chestlens
