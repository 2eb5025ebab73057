#pragma once

#include <viewer/commands.hpp>
#include <viewer/state.hpp>

namespace chestlens::viewer {

/// What a command does while the map is on show; false where it does what it does elsewhere.
bool apply_to_map(State& state, const Command& command);

}  // namespace chestlens::viewer
