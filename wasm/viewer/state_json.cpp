#include <nlohmann/json.hpp>
#include <viewer/compare.hpp>
#include <viewer/compare_weights.hpp>
#include <viewer/map_actions.hpp>
#include <viewer/state_json.hpp>

namespace chestlens::viewer {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json film_json(const State& state, const Film& film) {
  const std::optional<int> predicted = predicted_class(film);
  return {
      {"id", film.id},
      {"name", film.name},
      {"state", to_string(film_status(film))},
      {"predicted_class",
       predicted ? Json(state.model.classes[static_cast<std::size_t>(*predicted)]) : Json()},
      {"predicted_index", or_null(predicted)},
      {"message", film.failure.empty() ? Json() : Json(film.failure)},
      {"change", in_words(film.change)},
      {"notes", film.notes},
      {"identifiers", film.identifiers ? Json(film.identifiers->size()) : Json()},
      {"trust", film.prediction && film.prediction->trust
                    ? Json(to_string(film.prediction->trust->likeness))
                    : Json()},
      {"answer_shown", answer_is_shown(film)},
  };
}

Json explain_json(const State& state, const Film* film) {
  const ExplainView& view = state.explain;
  Json grid = Json::array();
  for (const MapMethod method : view.grid) grid.push_back(map_method_info(method).name);
  Json maps = Json::array();
  if (film != nullptr) {
    for (const ExplainedMethod& method : film->explained) {
      maps.push_back({{"member", method.member},
                      {"method", map_method_info(method.maps.method).name},
                      {"status", to_string(method.status)},
                      {"done", method.done},
                      {"total", method.total}});
    }
  }
  return {{"member", view.member},
          {"method", map_method_info(view.method).name},
          {"is_grid", view.is_grid},
          {"grid", grid},
          {"scale", to_string(view.look.scale)},
          {"colors", color_map_info(view.look.colors).name},
          {"against", view.look.sides == MapSides::both},
          {"lines", view.has_lines},
          {"maps", maps}};
}

Json map_json(const State& state) {
  const FilmMap* map = film_map(state);
  const MapState& shown = state.map;
  return {
      {"films", map == nullptr ? Json() : Json(map->films.size())},
      {"member", shown.member},
      {"by_source", shown.colors == MapColors::by_source},
      {"zoom", shown.view.zoom},
      {"center", {shown.view.center.x, shown.view.center.y}},
      {"selection", shown.selection.size()},
      {"picked", or_null(shown.picked)},
  };
}

Json question_json(const State& state, const Film* film) {
  if (film == nullptr) return Json();
  Json curves = Json::object();
  for (const Curve& curve : film->questions.curves) {
    curves[curve.slider.name] = curve.probabilities.size();
  }
  return {{"is_open", state.tab == Tab::question},
          {"asked", film->questions.asked.size()},
          {"shown", or_null(film->questions.shown_number)},
          {"curve_points", std::move(curves)},
          {"refused", film->questions.refused}};
}

Json compare_json(const State& state) {
  const CompareView& view = state.compare;
  const Film* prior = prior_film(state);
  return {{"is_open", state.tab == Tab::compare},
          {"films", view.way == CompareWay::films},
          {"tiles", count_tiles(state)},
          {"weights", view.weights},
          {"is_validated", weights_are_validated(view)},
          {"beside", view.beside},
          {"prior", prior == nullptr ? Json() : Json(prior->id)}};
}

}  // namespace

std::string state_json(const State& state) {
  Json films = Json::array();
  for (const Film& film : state.films) films.push_back(film_json(state, film));
  const Film* film = selected_film(state);
  const Json json = {
      {"selected", or_null(state.selected_id)},
      {"films", films},
      {"shown_class", film == nullptr ? Json() : or_null(shown_class(*film))},
      {"heatmap_visible", state.heatmap_visible},
      {"opacity", state.opacity},
      {"low_level", film == nullptr ? Json() : Json(film->window.low_level)},
      {"high_level", film == nullptr ? Json() : Json(film->window.high_level)},
      {"invert", state.invert},
      {"zoom", film == nullptr ? Json() : Json(film->view.zoom)},
      {"center", film == nullptr ? Json() : Json{film->view.center.x, film->view.center.y}},
      {"explain", explain_json(state, film)},
      {"question", question_json(state, film)},
      {"compare", compare_json(state)},
      {"overlay_ms", state.overlay_ms},
      {"status", state.status_text},
      {"backend", state.backend},
      {"theme", to_string(state.theme)},
      {"help_visible", state.help_visible},
      {"map", state.tab == Tab::map ? map_json(state) : Json()},
  };
  // A file name may hold bytes that are no UTF-8: they are replaced rather than thrown about.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace chestlens::viewer
