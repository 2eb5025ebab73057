#pragma once

#include <viewer/state.hpp>
#include <viewer/ui/ui.hpp>

namespace chestlens::viewer {

struct App {
  State state;
  Ui ui;
};

/// Before the first frame: ImGui's context, theme and fonts; a renderer comes on top.
void make_context(App& app, float pixels_per_unit);

/// One frame of this size in units, `seconds` (> 0) after the last one, as ImGui's draw data.
void make_frame(App& app, float width, float height, float pixels_per_unit, float seconds);

/// True while ImGui holds input for frames to come: it takes one part of a click per frame.
bool input_pending();

/// Textures go with the context: what they are uploaded to must still be there.
void drop_context(App& app);

}  // namespace chestlens::viewer
