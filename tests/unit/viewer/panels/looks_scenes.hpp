#pragma once

#include "viewer/sample.hpp"

#include <viewer/ask.hpp>
#include <viewer/compare.hpp>
#include <viewer/compare_weights.hpp>
#include <viewer/explain.hpp>
#include <viewer/map_actions.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace chestlens::viewer {

// What the viewer's pictures are drawn of: made-up films and answers that are like real ones.

/// A soft chest of `side` pixels: lungs, ribs, spine, heart and a letter; `denser` (0 to 1) clouds
/// the lower half of the patient's right lung, on the film's left.
inline GreyImage pictured_film(int side, double denser) {
  GreyImage film{side, side, 255, {}};
  const auto soft = [](double inside) { return 1.0 / (1.0 + std::exp(-inside)); };
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const double x = (column + 0.5) / side - 0.5, y = (row + 0.5) / side - 0.5;
      const double body = soft(30.0 * (0.46 - std::hypot(x, 0.45 * y)));
      const double across = (std::abs(x) - 0.19) / (0.12 + 0.04 * (y + 0.3));
      const double lung = soft(9.0 * (1.0 - std::hypot(across, (y + 0.04) / 0.31)));
      const double rib = std::pow(0.5 + 0.5 * std::cos(60.0 * (y + 1.4 * x * x)), 6.0);
      const double spine = std::exp(-std::pow(x / 0.035, 2.0));
      const double heart = soft(7.0 * (1.0 - std::hypot((x - 0.05) / 0.12, (y - 0.12) / 0.14)));
      const double cloud =
          denser * std::exp(-std::pow((x + 0.2) / 0.09, 2.0) - std::pow((y - 0.1) / 0.13, 2.0));
      const bool is_letter =
          x > 0.40 && x < 0.44 && y > -0.45 && y < -0.38 && (x < 0.412 || y > -0.393);
      const double level = body * (150.0 - 105.0 * lung * (1.0 - 0.75 * cloud)) +
                           26.0 * rib * body * lung + 38.0 * spine * body +
                           48.0 * heart * body * (0.3 + 0.7 * lung);
      film.pixels.push_back(
          static_cast<std::uint16_t>(is_letter ? 250 : std::lround(std::clamp(level, 0.0, 255.0))));
    }
  }
  return film;
}

inline const std::vector<std::string> pictured_classes = {"normal", "viral pneumonia",
                                                          "bacterial pneumonia", "covid19"};

/// A bump of evidence at a share of the film's width and height.
inline FloatImage evidence_at(double x, double y, double height = 1.0) {
  constexpr int side = 14;
  FloatImage map{side, side, {}};
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const double distance = std::hypot((column + 0.5) / side - x, (row + 0.5) / side - y);
      map.pixels.push_back(static_cast<float>(height * std::exp(-36.0 * distance * distance)));
    }
  }
  return map;
}

inline Prediction pictured_prediction(std::vector<float> probabilities, Likeness likeness,
                                      double score, Surprise surprise = Surprise::none) {
  Prediction answer;
  answer.heatmaps = {evidence_at(0.66, 0.4), evidence_at(0.36, 0.3), evidence_at(0.3, 0.58),
                     evidence_at(0.3, 0.62)};
  answer.probabilities = std::move(probabilities);
  answer.trust = Trust{likeness, score, likeness == Likeness::like ? 0.4 : 0.99, surprise, {}};
  return answer;
}

/// Four films: three are predicted, of which the last is unlike those of training, and the fourth
/// is no film.
inline State pictured_films() {
  State state;
  set_model(state, {"MobileNetV2 and DenseNet-121 together", pictured_classes, FitMode::squash});
  state.model.caveats = {
      {"All normal films in training are of one hospital.", "finding-1"},
      {"Viral pneumonia was learned from children's films alone.", "finding-2"},
      {"Bacterial pneumonia was learned from children's films alone.", "finding-3"},
      {"Answers of covid19 change where the border is covered.", "finding-4"}};
  state.backend = "WebAssembly, 4 threads";
  state.status_text = "MobileNetV2 and DenseNet-121 together is ready: WebAssembly, 4 threads.";
  state.status_kind = StatusKind::ready;
  const std::array names{"patient-0141-2026-03-02.png", "patient-0141-2025-11-20.png",
                         "side-view.png", "letter.pdf.png"};
  for (int id = 1; id <= 4; ++id) {
    (void)add_film(state, id, names[static_cast<std::size_t>(id - 1)]);
    if (id == 4) break;
    (void)set_film(state, id, pictured_film(320, id == 1 ? 1.0 : 0.2), {10.0, 230.0, false});
  }
  const Timings timings = {12.0, 3.0, 140.0, 2.0};
  (void)set_prediction(
      state, 1, pictured_prediction({0.04F, 0.09F, 0.03F, 0.84F}, Likeness::like, 0.7), timings);
  (void)set_prediction(
      state, 2, pictured_prediction({0.81F, 0.08F, 0.05F, 0.06F}, Likeness::like, 0.8), timings);
  Prediction turned = pictured_prediction({0.22F, 0.31F, 0.40F, 0.07F}, Likeness::unlike, 3.4,
                                          Surprise::turned_left);
  const auto hints = hints_for(DecodedFilm{find_film(state, 3)->image}, *turned.trust);
  (void)set_prediction(state, 3, std::move(turned), timings, hints);
  (void)set_distance(state, 3, "its nearest film is 12.3 away, farther than 99 % of films are");
  (void)set_failure(state, 4, "the file is truncated: 1,024 of 5,120 bytes of its rows are there");
  return state;
}

inline State pictured_start() {
  State state;
  set_model(state, {"MobileNetV2", pictured_classes, FitMode::squash});
  state.status_text = "MobileNetV2 is ready: WebAssembly, 4 threads.";
  state.status_kind = StatusKind::ready;
  return state;
}

inline State pictured_unlike_film() {
  State state = pictured_films();
  (void)select_film(state, 3);
  return state;
}

/// A DICOM film, of which its file says more.
inline State pictured_notes() {
  State state = pictured_films();
  (void)set_notes(
      state, 1,
      {"Lossy compression was used: 12 to 1.", "The file's end is missing; every pixel is there."},
      true);
  (void)set_identifiers(
      state, 1, {"(0010,0010) Patient's Name", "(0010,0020) Patient ID", "(0008,0020) Study Date"});
  return state;
}

inline State pictured_failure() {
  State state = pictured_films();
  (void)select_film(state, 4);
  return state;
}

inline State pictured_help() {
  State state = pictured_films();
  state.help_visible = true;
  return state;
}

inline State pictured_question() {
  State state = pictured_films();
  show_tab(state, Tab::question);
  (void)ask(state, ChangeQuestion{ChangeKind::rotation, 10.0});
  (void)set_asked_answer(state, 1, 1, {{0.06F, 0.12F, 0.04F, 0.78F}, {}});
  (void)ask(state, CoverQuestion{RectangleArea{{40, 150, 150, 270}}, CoverFill::mean});
  (void)set_asked_answer(state, 1, 2, {{0.58F, 0.21F, 0.09F, 0.12F}, {}});
  return state;
}

inline State pictured_change() {
  State state = pictured_films();
  show_tab(state, Tab::question);
  state.question.is_of_changes = true;
  want_curve(state, ChangeKind::brightness);
  for (int i = 0; i < 7; ++i) {
    const float covid = 0.9F - 0.02F * static_cast<float>(i * i);
    (void)add_curve_point(state, 1, ChangeKind::brightness,
                          {0.6F * (1 - covid), 0.3F * (1 - covid), 0.1F * (1 - covid), covid});
  }
  return state;
}

inline State pictured_explanation() {
  State state = pictured_films();
  set_explained_models(state, {{"MobileNetV2", 2}, {"DenseNet-121", 2}});
  show_tab(state, Tab::explain);
  for (const MapMethodInfo& info : map_methods()) {
    if (info.cost != MapCost::outputs) continue;
    ExplainedMethod made{0, {info.method, {}, {}}};
    made.maps.maps = {evidence_at(0.66, 0.4, 0.4), evidence_at(0.36, 0.3, 0.6),
                      evidence_at(0.3, 0.58, 0.3), evidence_at(0.3, 0.62, 2.2)};
    if (info.method == MapMethod::hires_cam) {
      made.sums = {{0.4, 0.2, 0.6}, {0.6, 0.1, 0.7}, {0.3, 0.2, 0.5}, {3.1, 0.9, 4.0}};
    }
    made.places = {"in the patient's left lung", "in the patient's right lung",
                   "in the patient's right lung", "in the patient's right lung"};
    (void)set_maps(state, 1, std::move(made));
  }
  return state;
}

inline State pictured_maps() {
  State state = pictured_explanation();
  state.explain.is_grid = true;
  return state;
}

inline State pictured_models() {
  State state = pictured_films();
  (void)set_compared_models(state,
                            {{"mobilenet", "MobileNetV2", 0.35, Interval{0.2, 0.5}},
                             {"densenet", "DenseNet-121", 0.65, Interval{0.5, 0.8}}},
                            1.2, {{"covidnet", "COVID-Net small"}, {"xception", "Xception"}});
  (void)set_members(state, 1,
                    {pictured_prediction({0.1F, 0.2F, 0.05F, 0.65F}, Likeness::like, 0.8),
                     pictured_prediction({0.02F, 0.05F, 0.02F, 0.91F}, Likeness::like, 0.6)});
  (void)set_members(state, 2,
                    {pictured_prediction({0.7F, 0.1F, 0.1F, 0.1F}, Likeness::like, 0.8),
                     pictured_prediction({0.88F, 0.05F, 0.03F, 0.04F}, Likeness::like, 0.6)});
  show_tab(state, Tab::compare);
  (void)move_weight(state, 0, 0.55);
  state.compare.is_dragging = false;
  return state;
}

inline State pictured_priors() {
  State state = pictured_models();
  show_way(state, CompareWay::films);
  return state;
}

/// Eight islands of films, of two sources each.
inline FilmMap pictured_map() {
  std::vector<MapFilm> films;
  for (std::uint16_t i = 0; i < 480; ++i) {
    const auto island = static_cast<std::uint16_t>(i % 8);
    const double turn = 0.785 * island, angle = 2.4 * i;
    const double reach = 2.2 * std::sqrt(static_cast<double>(i) / 480.0);
    films.push_back({{static_cast<float>(9.0 * std::cos(turn) + reach * std::cos(angle)),
                      static_cast<float>(9.0 * std::sin(turn) + reach * std::sin(angle))},
                     static_cast<std::uint16_t>(island / 2),
                     static_cast<std::uint16_t>(island % 3),
                     i % 5 == 0 ? MapSplit::validation : MapSplit::train});
  }
  return *make_film_map(pictured_classes,
                        {"Cohen's collection", "Guangzhou children", "RSNA challenge"},
                        std::move(films));
}

inline State pictured_place() {
  State state = pictured_films();
  show_tab(state, Tab::map);
  (void)set_map(state, 0, {"MobileNetV2", pictured_map(), {}});
  (void)set_map(state, 1, {"DenseNet-121", pictured_map(), {}});
  FilmPlace place;
  place.placed = {{1.4F, -7.6F}, {{6, 2.1F}, {14, 2.4F}, {22, 2.6F}, {46, 3.0F}, {38, 3.3F}}, 0.31};
  place.nearest_say = "5 of its 5 nearest films are covid19; the nearest is 2.1 away";
  place.says = "it lies as near to films that are known as 69 of 100 films do";
  (void)set_place(state, 1, 0, std::move(place));
  return state;
}

}  // namespace chestlens::viewer
