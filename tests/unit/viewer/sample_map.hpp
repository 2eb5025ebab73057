#pragma once

#include "sample.hpp"

#include <viewer/map_actions.hpp>

namespace chestlens::viewer {

/// Films at (-3,4), (3,4), (3,-4), (-3,-4) and (1,0), of classes a, a, b, b, b and sources S, T, T,
/// T, S: all within a circle of radius 5 about (0,0).
inline FilmMap sample_map() {
  const auto film = [](float x, float y, std::uint16_t class_index, std::uint16_t source_index) {
    return MapFilm{{x, y}, class_index, source_index, MapSplit::test};
  };
  return *make_film_map({"a", "b", "c"}, {"S", "T"},
                        {film(-3, 4, 0, 0), film(3, 4, 0, 1), film(3, -4, 1, 1), film(-3, -4, 1, 1),
                         film(1, 0, 1, 0)});
}

/// A place whose nearest films are 4, 1 and 2.
inline FilmPlace sample_place(MapPoint place, double farther_than = 0.2) {
  return {{place, {{4, 1.0F}, {1, 2.0F}, {2, 3.0F}}, farther_than},
          "its nearest film is 1 away",
          "2 of its 3 nearest are b",
          {}};
}

/// sample_state() whose map is on show in an area of 118 x 118 pixels, ten to a unit, and film 1
/// placed.
inline State sample_map_state() {
  State state = sample_state();
  show_tab(state, Tab::map);
  (void)set_map(state, 0, {"a model", sample_map(), {}});
  (void)set_place(state, 1, 0, sample_place({0.5F, 0.0F}));
  state.map.area = {0, 0, 118, 118};
  state.events.clear();
  return state;
}

}  // namespace chestlens::viewer
