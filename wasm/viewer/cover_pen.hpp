#pragma once

#include <viewer/commands.hpp>
#include <viewer/state.hpp>

namespace chestlens::viewer {

// Covers are drawn by keys as by a hand: a pen stands on the film.

/// Another tool; what was being drawn goes.
void choose_tool(QuestionView& view, CoverTool tool);

/// While a tool draws on the selected film: arrows move the pen, `toggle_lasso` puts it down and
/// lifts it, which asks, and `close_help` takes it away. False where the key is of something else.
bool apply_to_pen(State& state, Action action);

}  // namespace chestlens::viewer
