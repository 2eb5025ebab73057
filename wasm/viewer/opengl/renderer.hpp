#pragma once

#include <viewer/app/app.hpp>

namespace chestlens::viewer {

/// Before the first frame, with an OpenGL context: ImGui's context, theme, renderer, fonts.
void start(App& app, float pixels_per_unit, const char* glsl_version);

/// The display's scale changed: fonts are made for it.
void set_pixels_per_unit(App& app, float pixels_per_unit);

/// The OpenGL context was lost, and came back: nothing may be drawn between the two.
void drop_device_objects(App& app);
void make_device_objects();

/// Draws one frame of this size in units into the current framebuffer.
void draw_frame(App& app, float width, float height, float pixels_per_unit);

void stop(App& app);

}  // namespace chestlens::viewer
