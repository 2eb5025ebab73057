#include <backends/imgui_impl_opengl3.h>
#include <imgui_internal.h>
#include <viewer/app/app.hpp>
#include <viewer/explain.hpp>
#include <viewer/layout.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/gl.hpp>

#include <algorithm>
#include <utility>

namespace chestlens::viewer {
namespace {

/// ImGui's clock, by which a double click differs from two clicks: it always moves on.
float seconds_since_last_frame(Ui& ui) {
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<float> passed = now - std::exchange(ui.last_frame, now);
  return std::max(passed.count(), 1e-4F);
}

void draw_panels(State& state, Ui& ui, float width, float height) {
  want_cheap_maps(state);
  const Layout places = layout(width, height, !state.films.empty());
  if (state.films.empty()) {
    draw_empty_panel(state, ui, places.film);
  } else {
    if (state.tab == Tab::map) {
      draw_map_panel(state, ui, places.film);
    } else {
      draw_film_panel(state, ui, places.film);
    }
    draw_toolbar(state, ui, places.toolbar);
    draw_films_panel(state, ui, places.films);
    draw_results_panel(state, ui, places.results);
  }
  draw_status_bar(state, ui, places.status_bar);
  if (state.help_visible) draw_help_panel(state, ui, {0, 0, width, height});
}

}  // namespace

void start(App& app, float pixels_per_unit, const char* glsl_version) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  apply_theme();
  app.ui.fonts = load_fonts(pixels_per_unit);
  ImGui_ImplOpenGL3_Init(glsl_version);
  app.state.limits.max_side_pixels = std::min(app.state.limits.max_side_pixels, max_texture_side());
}

void set_pixels_per_unit(App& app, float pixels_per_unit) {
  app.ui.fonts = load_fonts(pixels_per_unit);
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void drop_device_objects(App& app) {
  app.ui.textures = {};
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

void make_device_objects() {
  ImGui_ImplOpenGL3_CreateDeviceObjects();
}

bool input_pending() {
  return !ImGui::GetCurrentContext()->InputEventsQueue.empty();
}

void draw_frame(App& app, float width, float height, float pixels_per_unit) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width, height};
  io.DisplayFramebufferScale = {pixels_per_unit, pixels_per_unit};
  io.DeltaTime = seconds_since_last_frame(app.ui);
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  draw_panels(app.state, app.ui, width, height);
  drop_unused(app.ui.textures, app.state);
  ImGui::Render();
  glViewport(0, 0, static_cast<int>(width * pixels_per_unit),
             static_cast<int>(height * pixels_per_unit));
  const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(color::film);
  glClearColor(ground.x, ground.y, ground.z, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void stop(App& app) {
  app.ui.textures = {};
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

}  // namespace chestlens::viewer
