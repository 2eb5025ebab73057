#pragma once

#include <viewer/state.hpp>
#include <viewer/ui/ui.hpp>

namespace chestlens::viewer {

/// Over a group of choices in the part Explain.
void explain_heading(const Ui& ui, const char* text);

/// In its flow: what the colors of the maps stand for, how they are drawn, and what none of them
/// shows.
void draw_map_look(State& state, const Ui& ui, const Film& film);

}  // namespace chestlens::viewer
