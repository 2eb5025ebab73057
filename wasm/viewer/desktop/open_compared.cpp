#include <nlohmann/json.hpp>
#include <viewer/compare.hpp>
#include <viewer/desktop/open.hpp>
#include <viewer/desktop/open_compared.hpp>
#include <viewer/desktop/prediction_json.hpp>

#include <variant>

namespace chestlens::viewer {
namespace {

using Json = nlohmann::json;

ComparedModel model_from(const Json& json) {
  ComparedModel model = {json.at("model"), json.value("title", json.at("model")),
                         json.value("weight", 1.0)};
  if (json.contains("weight_low")) {
    model.weight_interval = Interval{json.at("weight_low"), json.at("weight_high")};
  }
  return model;
}

Status show_models(State& state, const Json& json) {
  std::vector<ComparedModel> models;
  for (const Json& member : json.value("members", Json::array())) {
    models.push_back(model_from(member));
  }
  if (models.empty()) models.push_back({"model", state.model.title});
  std::vector<OfferedModel> offers;
  for (const Json& offer : json.value("offers", Json::array())) {
    offers.push_back({offer.at("model"), offer.at("title")});
  }
  return set_compared_models(state, std::move(models), json.value("temperature", 1.0),
                             std::move(offers));
}

}  // namespace

Status show_compared(State& state, const Json& json) {
  CHESTLENS_CHECK(show_models(state, json));
  for (const Json& entry : json.at("films")) {
    if (!entry.contains("members")) continue;
    CHESTLENS_TRY(const int id, film_id(state, entry.at("name")));
    std::vector<Prediction> members;
    for (const Json& member : entry.at("members")) {
      CHESTLENS_TRY(auto prediction, prediction_from(member));
      members.push_back(std::move(prediction));
    }
    CHESTLENS_CHECK(set_members(state, id, std::move(members)));
  }
  return {};
}

void refuse_beside(State& state) {
  for (const Event& event : state.events) {
    if (const auto* wanted = std::get_if<BesideWanted>(&event)) {
      (void)set_beside_failure(state, wanted->id, wanted->model, "this window runs no network");
    }
  }
}

}  // namespace chestlens::viewer
