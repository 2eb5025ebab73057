#pragma once

#include <viewer/commands.hpp>
#include <viewer/state.hpp>

namespace chestlens::viewer {

// What lays measures on the selected film: a hand by begin, move and end, or keys.

/// Another tool; what was held is let go.
void choose_measure_tool(State& state, MeasureTool tool);

/// Takes hold of the point within `reach` pixels, else begins a measure there.
void begin_measuring(State& state, Film& film, Point at, double reach);

/// Moves what is held; it stays on the film.
void move_measuring(State& state, Film& film, Point at);

/// Lets go. A new length shorter than `least` pixels goes; of an angle it is the first arm.
void end_measuring(State& state, Film& film, double least);

/// Two fingers zoom: what one of them began goes.
void drop_measuring(State& state);

/// Takes the film's last measure away.
void remove_last_measure(State& state, Film& film);

/// While a tool is chosen: `toggle_lasso` lays a measure in the middle of what is seen and takes
/// hold of its points in turn, arrows move what is held, `close_help` lets go. False where the key
/// is of something else.
bool apply_to_measures(State& state, Action action);

}  // namespace chestlens::viewer
