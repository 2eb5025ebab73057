#pragma once

#include <viewer/commands.hpp>

namespace chestlens::viewer {

/// Does what a key of the part Question says, where it is open; else opens it alone, but takes back
/// and asks again anyhow.
void apply_question(State& state, Action action);

/// A key that means something else while the part Question is open: true where that was done.
bool apply_to_question(State& state, Action action);

}  // namespace chestlens::viewer
