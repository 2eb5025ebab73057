// From networks' outputs to predictions, by the functions that the workstation calls.
#include <chestlens/hint.hpp>
#include <chestlens/prediction.hpp>

#include <bridge/film_change.hpp>
#include <bridge/reply.hpp>
#include <bridge/trust.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

#include <memory>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val handle_of(Prediction&& prediction) {
  return object_of("prediction", std::make_shared<Prediction>(std::move(prediction)));
}

val predict_by(const Card& card, const val& logits, const val& activations,
               const val& cam_weights) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto classes, from_typed_array<float>(logits, "logits"));
    CHESTLENS_TRY(const auto maps, from_typed_array<float>(activations, "activations"));
    CHESTLENS_TRY(const auto weights, from_typed_array<float>(cam_weights, "cam_weights"));
    return predict_from({classes, maps, weights}, card).map(handle_of);
  });
}

/// `list` holds {prediction, weight} for each member.
val combine_members(const val& list, double temperature) {
  return reply([&]() -> Result<val> {
    std::vector<WeightedPrediction> members;
    for (const val& member : emscripten::vecFromJSArray<val>(list)) {
      const auto prediction = member["prediction"].as<std::shared_ptr<Prediction>>();
      members.push_back({*prediction, member["weight"].as<double>()});
    }
    return combine(members, temperature).map(handle_of);
  });
}

void set_trust(Prediction& prediction, const std::shared_ptr<Trust>& trust) {
  prediction.trust = *trust;
}

/// As `chestlens predict --json` says it; null where it was not asked.
val trust_of_prediction(const Prediction& prediction) {
  if (!prediction.trust) return val::null();
  return trust_object(*prediction.trust);
}

/// What its reader should know of the film before its answer.
val hints(const DecodedFilm& film, const Prediction& prediction) {
  val list = val::array();
  for (const Hint& hint : hints_for(film, prediction.trust.value_or(Trust{}))) {
    val object = object_of("sentence", hint.sentence);
    object.set("action", hint.action);
    object.set("change", change_object(hint.change));
    list.call<void>("push", object);
  }
  return list;
}

val probabilities(const Prediction& prediction) {
  return to_typed_array(prediction.probabilities);
}

/// All classes' heat-maps in one array, [C,h,w].
val heatmaps(const Prediction& prediction) {
  std::vector<float> all;
  for (const FloatImage& heatmap : prediction.heatmaps) {
    all.insert(all.end(), heatmap.pixels.begin(), heatmap.pixels.end());
  }
  return to_typed_array(all);
}

int height(const Prediction& prediction) {
  return prediction.heatmaps.front().height_pixels;
}
int width(const Prediction& prediction) {
  return prediction.heatmaps.front().width_pixels;
}

EMSCRIPTEN_BINDINGS(prediction) {
  emscripten::class_<Prediction>("Prediction")
      .smart_ptr<std::shared_ptr<Prediction>>("PredictionPointer")
      .property("height", &height)
      .property("width", &width)
      .function("set_trust", &set_trust)
      .function("trust", &trust_of_prediction)
      .function("probabilities", &probabilities)
      .function("heatmaps", &heatmaps);
  emscripten::function("predict_from", &predict_by);
  emscripten::function("combine", &combine_members);
  emscripten::function("hints_for", &hints);
}

}  // namespace
}  // namespace chestlens::bridge
