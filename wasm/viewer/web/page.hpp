#pragma once

#include <viewer/app/app.hpp>

namespace chestlens::viewer {

/// The viewer of this module: createViewer() makes a new module, and with it a new viewer, a call.
App& app();

/// Draws a few frames from the next on: ImGui settles what an input changed within two.
void redraw();

/// Tells the page what happened since the last call.
void send_events();

}  // namespace chestlens::viewer
