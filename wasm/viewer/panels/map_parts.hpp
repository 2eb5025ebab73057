#pragma once

#include <viewer/state.hpp>
#include <viewer/ui/ui.hpp>

namespace chestlens::viewer {

/// The parts of draw_map_results(), one below the other.
void draw_map_members(State& state, const Ui& ui);
void draw_place(const State& state, const Ui& ui);
void draw_map_groups(State& state, const Ui& ui);
void draw_nearest(State& state, const Ui& ui);

}  // namespace chestlens::viewer
