#include <nlohmann/json.hpp>
#include <viewer/desktop/json_file.hpp>
#include <viewer/desktop/open.hpp>
#include <viewer/explain.hpp>

#include <filesystem>
#include <variant>

namespace chestlens::viewer {
namespace {

using Json = nlohmann::json;

std::vector<EvidenceSum> sums_from(const Json& classes) {
  std::vector<EvidenceSum> sums;
  for (const Json& of_class : classes) {
    if (!of_class.contains("evidence")) return {};
    sums.push_back({of_class.at("evidence"), of_class.at("bias"), of_class.at("logit")});
  }
  return sums;
}

Result<ExplainedMethod> method_from(const Json& json, int member, const Json& classes) {
  ExplainedMethod method{member, {}};
  CHESTLENS_TRY(method.maps.method, parse_map_method(json.at("method").get<std::string>()));
  method.maps.refused = json.value("none", "");
  for (const Json& map : json.value("maps", Json::array())) {
    method.maps.maps.push_back({json.at("width"), json.at("height"), map});
  }
  method.places = json.value("places", std::vector<std::string>());
  if (method.maps.method == MapMethod::hires_cam && method.maps.refused.empty()) {
    method.sums = sums_from(classes);
  }
  return method;
}

Status show_maps(State& state, const Json& json) {
  for (const Json& entry : json.at("films")) {
    const auto name = std::filesystem::path(entry.at("film").get<std::string>()).filename();
    CHESTLENS_TRY(const int id, film_id(state, name.string()));
    std::vector<ExplainedModel> models;
    for (const Json& model : entry.at("models")) models.push_back({model.at("model"), 2});
    set_explained_models(state, std::move(models));
    int member = 0;
    for (const Json& model : entry.at("models")) {
      for (const Json& of_method : model.at("methods")) {
        CHESTLENS_TRY(auto method, method_from(of_method, member, model.at("classes")));
        CHESTLENS_CHECK(set_maps(state, id, std::move(method)));
      }
      ++member;
    }
  }
  return {};
}

}  // namespace

Status open_maps(State& state, const std::string& path) {
  return show_json_file(path, [&state](const Json& json) { return show_maps(state, json); });
}

void refuse_maps(State& state) {
  for (const Event& event : state.events) {
    const auto* wanted = std::get_if<MapsWanted>(&event);
    if (wanted == nullptr) continue;
    (void)set_maps(state, wanted->id,
                   {wanted->member, {wanted->method, {}, "this window runs no network"}});
  }
}

}  // namespace chestlens::viewer
