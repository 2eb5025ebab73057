#pragma once

#include "scenes.hpp"
#include "shared/support/chest_film.hpp"
#include "viewer/sample_map.hpp"

#include <viewer/ask.hpp>
#include <viewer/compare.hpp>
#include <viewer/explain.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace chestlens::viewer {

/// predicted_films(1), of which trust has said so.
inline State trusted_film(Likeness likeness, Surprise surprise = Surprise::none,
                          std::vector<Hint> hints = {}) {
  State state = predicted_films(1);
  Prediction answer = prediction({0.1F, 0.2F, 0.7F});
  answer.trust = Trust{likeness, likeness == Likeness::unlike ? 37.0 : 0.5, 0.5, surprise, {}};
  (void)set_prediction(state, 1, std::move(answer), {12, 3, 140, 2}, std::move(hints));
  state.events.clear();
  return state;
}

inline State unlike_film() {
  State state = trusted_film(Likeness::unlike, Surprise::no_xray);
  (void)set_distance(state, 1, "its nearest film is 12.3 away, farther than 99 % of films are");
  return state;
}

/// Turned, and with few grey levels.
inline State hinted_film() {
  Trust turned;
  turned.surprise = Surprise::turned_left;
  return trusted_film(Likeness::cannot_tell, turned.surprise,
                      hints_for(DecodedFilm{ramp(3, 1)}, turned));
}

/// Its classes have caveats, that of the second one without more in the card.
inline State film_with_caveats() {
  State state = predicted_films(1);
  state.model.caveats = {
      {"All normal films in training are of one hospital.", "finding-1"},
      {"Nothing was found for this class.", ""},
      {"All covid19 films in training are adults' from two hospitals.", "finding-3"}};
  return state;
}

/// A film on which every part is found, with nothing asked of it.
inline State questionable_film() {
  State state = predicted_films(1);
  (void)set_film(state, 1, test::chest_film(160), {10.0, 200.0, false});
  (void)set_prediction(state, 1, prediction({0.1F, 0.2F, 0.7F}));
  state.tab = Tab::question;
  state.events.clear();
  return state;
}

/// Of three questions the first changes the answer, the second fails and the last one waits.
inline State questioned_film() {
  State state = questionable_film();
  (void)ask(state, CoverQuestion{FilmPart::border, CoverFill::mean});
  (void)set_asked_answer(state, 1, 1, {{0.8F, 0.15F, 0.05F}, {}});
  (void)ask(state, ChangeQuestion{ChangeKind::rotation, 10.0});
  (void)set_asked_failure(state, 1, 2, "the network ran out of memory");
  (void)ask(state, CoverQuestion{FilmPart::both_lungs, CoverFill::noise});
  state.events.clear();
  return state;
}

/// A curve along the brightness, half of it known.
inline State changed_film() {
  State state = questionable_film();
  state.question.is_of_changes = true;
  want_curve(state, ChangeKind::brightness);
  for (const float share : {0.2F, 0.4F, 0.6F}) {
    (void)add_curve_point(state, 1, ChangeKind::brightness, {0.9F - share, 0.1F, share});
  }
  state.events.clear();
  return state;
}

/// Maps of three classes, of which the first has no evidence.
inline ExplainedMethod maps_by(MapMethod method) {
  ExplainedMethod maps{0, {method, {{2, 1, {0, 0}}, {2, 1, {1, -3}}, {2, 1, {4, 0.5F}}}, {}}};
  if (method == MapMethod::hires_cam) {
    maps.sums = {{0.0, 0.25, 0.25}, {-2.0, 1.0, -1.0}, {4.0, 0.5, 4.5}};
  }
  maps.places = {"", "between the lungs", "below the lungs"};
  return maps;
}

/// The maps that cost nothing are there, by the first of two models.
inline State explained_film() {
  State state = predicted_films(1);
  set_explained_models(state, {{"DenseNet-121", 2}, {"MobileNet", 1}});
  state.tab = Tab::explain;
  for (const MapMethodInfo& info : map_methods()) {
    if (info.cost == MapCost::outputs) (void)set_maps(state, 1, maps_by(info.method));
  }
  return state;
}

/// Occlusion is on its way.
inline State explained_film_that_waits() {
  State state = explained_film();
  show_method(state, MapMethod::occlusion);
  want_maps(state, MapMethod::occlusion);
  (void)set_maps_progress(state, 1, 0, MapMethod::occlusion, 32, 225);
  state.events.clear();
  return state;
}

inline State explained_film_in_a_grid() {
  State state = explained_film();
  state.explain.is_grid = true;
  return state;
}

/// Two films, of which the first has its place among five on the map of one of two models.
inline State mapped_films() {
  State state = predicted_films(2);
  show_tab(state, Tab::map);
  (void)set_map(state, 0, {"DenseNet-121", sample_map(), {}});
  (void)set_map(state, 1, {"MobileNet", {}, "this model's bundle has no map of films"});
  (void)set_place(state, 1, 0, sample_place({0.5F, 0.0F}));
  state.events.clear();
  return state;
}

/// Its film is far from all others, and four of these are selected, by source.
inline State far_film() {
  State state = mapped_films();
  (void)set_place(state, 1, 0, sample_place({0.5F, 0.0F}, 0.999));
  state.map.colors = MapColors::by_source;
  select_inside(state, {{-6, -6}, {6, -6}, {6, 6}, {0, 6}});
  return state;
}

/// wordy_films() on a map of many classes and sources, by a third model.
inline State wordy_map() {
  State state = wordy_films();
  show_tab(state, Tab::map);
  const std::string source = "a hospital whose name in the manifest is its whole address, no. ";
  std::vector<std::string> sources;
  std::vector<MapFilm> films;
  for (std::uint16_t i = 0; i < 15; ++i) {
    sources.push_back(source + std::to_string(i));
    films.push_back({{std::cos(0.4F * i), std::sin(0.4F * i)}, i, i, MapSplit::train});
  }
  for (std::size_t member : {0U, 1U, 2U}) {
    (void)set_map(state, member,
                  {state.model.title, *make_film_map(state.model.classes, sources, films), {}});
  }
  (void)set_place(state, 1, 0, sample_place({0.5F, 0.0F}));
  select_inside(state, {{-2, -2}, {2, -2}, {2, 2}, {-2, 2}});
  return state;
}

/// wordy_films() of which something is asked.
inline State wordy_question() {
  State state = wordy_films();
  state.tab = Tab::question;
  (void)ask(state, CoverQuestion{RectangleArea{{20, 20, 400, 300}}, CoverFill::noise});
  (void)set_asked_answer(state, 1, 1, {std::vector<float>(15, 1.0F / 15), {}});
  return state;
}

/// Two films by two models, one of which has an interval of its weight; a third one is offered.
inline State compared_models() {
  State state = predicted_films(2);
  (void)set_compared_models(
      state,
      {{"densenet", "DenseNet-121", 0.7, Interval{0.55, 0.85}}, {"mobilenet", "MobileNetV2", 0.3}},
      0.8, {{"plain", "As the study trained it"}});
  for (const int id : {1, 2}) {
    (void)set_members(state, id, {prediction({0.1F, 0.2F, 0.7F}), prediction({0.6F, 0.1F, 0.3F})});
  }
  show_tab(state, Tab::compare);
  state.events.clear();
  return state;
}

inline State compared_films() {
  State state = compared_models();
  show_way(state, CompareWay::films);
  return state;
}

/// wordy_films() by four models, with another one beside them that cannot be opened.
inline State wordy_comparison(CompareWay way) {
  State state = wordy_films();
  std::vector<ComparedModel> models;
  for (int m = 0; m < 4; ++m) {
    models.push_back({std::to_string(m), state.model.title, 1.0, Interval{0.1, 0.9}});
  }
  (void)set_compared_models(state, std::move(models), 0.8, {{"plain", state.model.title}});
  const Prediction answer = *state.films.front().prediction;
  (void)set_members(state, 1, {answer, answer, answer, answer});
  show_tab(state, Tab::compare);
  (void)open_beside(state, "plain");
  want_beside(state);
  (void)set_beside_failure(state, 1, "plain", "its file model.onnx is not what the card says");
  show_way(state, way);
  return state;
}

}  // namespace chestlens::viewer
