// The viewer in a page: a frame is drawn only after input, a change of size or a call of the page.
#include <emscripten/bind.h>
#include <emscripten/em_js.h>
#include <emscripten/html5.h>
#include <emscripten/val.h>
#include <viewer/commands.hpp>
#include <viewer/explain.hpp>
#include <viewer/layout.hpp>
#include <viewer/opengl/renderer.hpp>
#include <viewer/web/page.hpp>

#include <algorithm>
#include <cfloat>
#include <stdexcept>

EM_JS_DEPS(viewer_canvas, "$specialHTMLTargets");

namespace chestlens::viewer {
namespace {

using emscripten::val;

struct Canvas {
  int width_pixels = 0;
  int height_pixels = 0;
  float pixels_per_unit = 1.0F;
  bool context_lost = false;
  int frames_left = 0;
  ImGuiMouseCursor cursor = ImGuiMouseCursor_Arrow;
};

Canvas& canvas() {
  static Canvas the_canvas;
  return the_canvas;
}

float width_units() {
  return static_cast<float>(canvas().width_pixels) / canvas().pixels_per_unit;
}
float height_units() {
  return static_cast<float>(canvas().height_pixels) / canvas().pixels_per_unit;
}

void show_cursor() {
  const ImGuiMouseCursor cursor = ImGui::GetMouseCursor();
  if (cursor == canvas().cursor) return;
  canvas().cursor = cursor;
  const char* name = cursor == ImGuiMouseCursor_Hand        ? "pointer"
                     : cursor == ImGuiMouseCursor_ResizeAll ? "move"
                                                            : "default";
  val::module_property("canvas")["style"].set("cursor", std::string(name));
}

void draw() {
  if (canvas().width_pixels < 1 || canvas().height_pixels < 1 || canvas().context_lost) return;
  draw_frame(app(), width_units(), height_units(), canvas().pixels_per_unit);
  show_cursor();
  send_events();
}

bool on_animation_frame(double /*time*/, void* /*data*/) {
  draw();
  if (input_pending()) ++canvas().frames_left;
  if (--canvas().frames_left > 0) emscripten_request_animation_frame(on_animation_frame, nullptr);
  return false;
}

void resize(int width_pixels, int height_pixels, float pixels_per_unit) {
  if (pixels_per_unit != canvas().pixels_per_unit) set_pixels_per_unit(app(), pixels_per_unit);
  canvas().width_pixels = width_pixels;
  canvas().height_pixels = height_pixels;
  canvas().pixels_per_unit = pixels_per_unit;
  draw();  // at once: the canvas was cleared when its size was set
  redraw();
}

void pointer_move(float x, float y, bool touch) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  io.AddMousePosEvent(x, y);
  redraw();
}

/// Whether Shift is held while the pointer is used.
void hold_shift(bool down) {
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, down);
}

void pointer_leave() {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  redraw();
}

/// The DOM counts left, middle, right; ImGui left, right, middle.
void pointer_button(int dom_button, bool down) {
  constexpr ImGuiMouseButton buttons[] = {ImGuiMouseButton_Left, ImGuiMouseButton_Middle,
                                          ImGuiMouseButton_Right};
  const bool known = dom_button >= 0 && dom_button < 3;
  ImGui::GetIO().AddMouseButtonEvent(known ? buttons[dom_button] : ImGuiMouseButton_Left, down);
  redraw();
}

void pointer_down(int dom_button) {
  pointer_button(dom_button, true);
}
void pointer_up(int dom_button) {
  pointer_button(dom_button, false);
}

void wheel(float x, float y) {
  ImGui::GetIO().AddMouseWheelEvent(x, y);
  redraw();
}

/// Two fingers on the film or the map zoom it about their middle and move it.
void pinch(double x, double y, double factor, double delta_x, double delta_y) {
  Film* film = selected_film(app().state);
  const Area panel = layout(static_cast<double>(width_units()), static_cast<double>(height_units()),
                            film != nullptr)
                         .film;
  if (film == nullptr || !contains(panel, {x, y})) return;
  if (app().state.tab == Tab::map) {
    View& view = app().state.map.view;
    view = pan(zoom_at(view, map_square, panel, {x, y}, factor), map_square, panel,
               {delta_x, delta_y});
    return redraw();
  }
  const Area area = film_area_at(app().state, *film, panel, {x, y});
  const FilmSize size = {film->width_pixels, film->height_pixels};
  film->view = pan(zoom_at(film->view, size, area, {x, y}, factor), size, area, {delta_x, delta_y});
  redraw();
}

/// A key by its DOM name; false for one that the viewer leaves to the browser.
bool press(const std::string& key) {
  const auto command = command_for_key(key);
  if (!command) return false;
  apply(app().state, *command);
  send_events();
  redraw();
  return true;
}

void lose_context() {
  canvas().context_lost = true;
  drop_device_objects(app());
}

void restore_context() {
  canvas().context_lost = false;
  make_device_objects();
  redraw();
}

EMSCRIPTEN_BINDINGS(canvas) {
  emscripten::function("resize", &resize);
  emscripten::function("pointer_move", &pointer_move);
  emscripten::function("pointer_leave", &pointer_leave);
  emscripten::function("hold_shift", &hold_shift);
  emscripten::function("pointer_down", &pointer_down);
  emscripten::function("pointer_up", &pointer_up);
  emscripten::function("wheel", &wheel);
  emscripten::function("pinch", &pinch);
  emscripten::function("press", &press);
  emscripten::function("lose_context", &lose_context);
  emscripten::function("restore_context", &restore_context);
  emscripten::function("redraw", &redraw);
}

void create_context() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = false;
  attributes.depth = false;
  attributes.antialias = false;  // ImGui smooths its own edges
  attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
  const auto context = emscripten_webgl_create_context("!viewer", &attributes);
  if (context <= 0) throw std::runtime_error("the canvas gives no WebGL 2 context");
  emscripten_webgl_make_context_current(context);
}

}  // namespace

App& app() {
  static App the_app;
  return the_app;
}

void redraw() {
  constexpr int frames_after_input = 3;
  if (canvas().frames_left <= 0) emscripten_request_animation_frame(on_animation_frame, nullptr);
  canvas().frames_left = frames_after_input;
}

}  // namespace chestlens::viewer

int main() {
  chestlens::viewer::create_context();
  start(chestlens::viewer::app(), 1.0F, "#version 300 es");
}
