#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <viewer/checks.hpp>
#include <viewer/compare.hpp>
#include <viewer/compare_weights.hpp>

namespace chestlens::viewer {
namespace {

using Json = nlohmann::ordered_json;

Json by_class(const State& state, const std::vector<float>& probabilities) {
  Json json = Json::object();
  for (std::size_t c = 0; c < probabilities.size(); ++c) {
    json[state.model.classes[c]] = probabilities[c];
  }
  return json;
}

Json heatmaps_json(const State& state, const std::vector<FloatImage>& heatmaps) {
  Json json = {{"width", heatmaps.front().width_pixels},
               {"height", heatmaps.front().height_pixels}};
  for (std::size_t c = 0; c < heatmaps.size(); ++c) {
    json["values"][state.model.classes[c]] = heatmaps[c].pixels;
  }
  return json;
}

Json tile_json(const State& state, const ModelTile& tile) {
  Json json = {{"kind", to_string(tile.kind)}, {"title", tile.title}};
  if (tile.kind == TileKind::member) json["name"] = state.compare.models[tile.member].name;
  if (tile.prediction == nullptr) return json;
  json["probabilities"] = by_class(state, tile.prediction->probabilities);
  json["heatmaps"] = heatmaps_json(state, tile.prediction->heatmaps);
  json["trust"] = trust_in_short(*tile.prediction);
  return json;
}

}  // namespace

std::string weights_sentence(const CompareView& view) {
  if (weights_are_validated(view)) return "These are the validated weights.";
  return fmt::format(
      "These are not the validated weights. The temperature of {:.2f} was fitted for those: by "
      "these, a probability says less of how often it is right.",
      view.temperature);
}

std::string trust_in_short(const Prediction& prediction) {
  if (!prediction.trust) return {};
  const Trust& trust = *prediction.trust;
  if (!trust.reason.empty()) return "trust not known";
  switch (trust.likeness) {
    case Likeness::like:
      return "like the training films";
    case Likeness::unlike:
      return "unlike the training films";
    case Likeness::cannot_tell:
      break;
  }
  return "hardly like the training films";
}

Result<std::string> comparison_json(const State& state, int id) {
  const Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  Json tiles = Json::array();
  for (const ModelTile& tile : model_tiles(state, *film)) tiles.push_back(tile_json(state, tile));
  const Json json = {{"weights", state.compare.weights},
                     {"is_validated", weights_are_validated(state.compare)},
                     {"says", weights_sentence(state.compare)},
                     {"tiles", std::move(tiles)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace chestlens::viewer
