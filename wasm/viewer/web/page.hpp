#pragma once

#include <viewer/app/app.hpp>

namespace chestlens::viewer {

/// The viewer of this module; each call of createViewer() makes a new module and so a new viewer.
App& app();

/// Draws a few frames from the next on: ImGui settles what an input changed within two.
void redraw();

/// Sends the page the events since the last call.
void send_events();

}  // namespace chestlens::viewer
