// The part of the viewer's object that compares models: members' predictions and those of a model
// beside them come in, weights are moved.
#include <bridge/planes.hpp>
#include <bridge/trust.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>
#include <viewer/compare.hpp>
#include <viewer/compare_weights.hpp>
#include <viewer/web/changed.hpp>

namespace chestlens::viewer {
namespace {

using bridge::from_typed_array;
using emscripten::val;

std::optional<Interval> interval_from(const val& member) {
  if (!member["weight_low"].isNumber() || !member["weight_high"].isNumber()) return std::nullopt;
  return Interval{member["weight_low"].as<double>(), member["weight_high"].as<double>()};
}

/// `models` holds {name, title, weight, weight_low, weight_high}, the last two perhaps missing;
/// `offers` {name, title}.
val set_models(const val& models, double temperature, const val& offers) {
  return changed([&]() -> Status {
    std::vector<ComparedModel> compared;
    for (const val& model : emscripten::vecFromJSArray<val>(models)) {
      compared.push_back({model["name"].as<std::string>(), model["title"].as<std::string>(),
                          model["weight"].as<double>(), interval_from(model)});
    }
    std::vector<OfferedModel> offered;
    for (const val& offer : emscripten::vecFromJSArray<val>(offers)) {
      offered.push_back({offer["name"].as<std::string>(), offer["title"].as<std::string>()});
    }
    return set_compared_models(state(), std::move(compared), temperature, std::move(offered));
  });
}

/// {probabilities, heatmaps, height, width, trust}.
Result<Prediction> prediction_from(const val& said) {
  Prediction prediction;
  CHESTLENS_TRY(prediction.probabilities,
                from_typed_array<float>(said["probabilities"], "probabilities"));
  CHESTLENS_TRY(const auto values, from_typed_array<float>(said["heatmaps"], "heatmaps"));
  CHESTLENS_TRY(prediction.heatmaps,
                bridge::split_planes(values, prediction.probabilities.size(),
                                     said["height"].as<int>(), said["width"].as<int>()));
  CHESTLENS_TRY(prediction.trust, bridge::trust_from(said["trust"]));
  return prediction;
}

val set_film_members(int id, const val& list) {
  return changed([&]() -> Status {
    std::vector<Prediction> members;
    for (const val& said : emscripten::vecFromJSArray<val>(list)) {
      CHESTLENS_TRY(auto prediction, prediction_from(said));
      members.push_back(std::move(prediction));
    }
    return set_members(state(), id, std::move(members));
  });
}

val move(int member, double weight) {
  return changed([&] { return move_weight(state(), static_cast<std::size_t>(member), weight); });
}

template <typename Change>
val made(Change change) {
  return changed([&]() -> Status {
    change(state());
    return {};
  });
}

val reset() {
  return made(reset_weights);
}
val undo() {
  return made(undo_weights);
}
val redo() {
  return made(redo_weights);
}

val open(const std::string& name) {
  return changed([&] { return open_beside(state(), name); });
}

val set_beside_answer(int id, const std::string& model, const val& said) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(auto prediction, prediction_from(said));
    return set_beside(state(), id, model, std::move(prediction));
  });
}

val refuse_beside(int id, const std::string& model, const std::string& message) {
  return changed([&] { return set_beside_failure(state(), id, model, message); });
}

val set_prior(int id) {
  return changed([&] { return choose_prior(state(), id); });
}

val comparison(int id) {
  return bridge::reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto json, comparison_json(state(), id));
    return bridge::object_of("json", json);
  });
}

EMSCRIPTEN_BINDINGS(compare) {
  emscripten::function("set_compared_models", &set_models);
  emscripten::function("set_members", &set_film_members);
  emscripten::function("move_weight", &move);
  emscripten::function("reset_weights", &reset);
  emscripten::function("undo_weights", &undo);
  emscripten::function("redo_weights", &redo);
  emscripten::function("open_beside", &open);
  emscripten::function("set_beside", &set_beside_answer);
  emscripten::function("refuse_beside", &refuse_beside);
  emscripten::function("set_prior", &set_prior);
  emscripten::function("comparison_json", &comparison);
}

}  // namespace
}  // namespace chestlens::viewer
