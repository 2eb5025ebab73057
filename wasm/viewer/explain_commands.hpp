#pragma once

#include <viewer/commands.hpp>

namespace chestlens::viewer {

/// Does what a key of the part Explain says. Those that show a method or the grid open it; what
/// only it shows is changed while it is open. Other actions do nothing.
void apply_explain(State& state, Action action);

}  // namespace chestlens::viewer
