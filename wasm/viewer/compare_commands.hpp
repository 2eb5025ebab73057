#pragma once

#include <viewer/commands.hpp>

namespace chestlens::viewer {

/// A key that means something else while the part Compare is open: true where that was done.
bool apply_to_compare(State& state, Action action);

}  // namespace chestlens::viewer
