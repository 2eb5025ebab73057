#include <imgui_internal.h>
#include <viewer/app/app.hpp>
#include <viewer/compare.hpp>
#include <viewer/explain.hpp>
#include <viewer/layout.hpp>
#include <viewer/panels/panels.hpp>

namespace chestlens::viewer {
namespace {

void draw_panels(State& state, Ui& ui, float width, float height) {
  want_cheap_maps(state);
  want_beside(state);
  ui.palette = palette_of(state.theme);
  apply_colors(ui.palette);
  const Layout places = layout(width, height, !state.films.empty());
  if (state.films.empty()) {
    draw_empty_panel(state, ui, places.film);
  } else {
    ui.palette = dark_palette;  // films are read on dark
    if (state.tab == Tab::map) {
      draw_map_panel(state, ui, places.film);
    } else {
      draw_film_panel(state, ui, places.film);
    }
    ui.palette = palette_of(state.theme);
    draw_toolbar(state, ui, places.toolbar);
    draw_films_panel(state, ui, places.films);
    draw_results_panel(state, ui, places.results);
  }
  draw_status_bar(state, ui, places.status_bar);
  if (state.help_visible) draw_help_panel(state, ui, {0, 0, width, height});
}

}  // namespace

void make_context(App& app, float pixels_per_unit) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  apply_style();
  app.ui.fonts = load_fonts(pixels_per_unit);
}

bool input_pending() {
  return !ImGui::GetCurrentContext()->InputEventsQueue.empty();
}

void make_frame(App& app, float width, float height, float pixels_per_unit, float seconds) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width, height};
  io.DisplayFramebufferScale = {pixels_per_unit, pixels_per_unit};
  io.DeltaTime = seconds;
  ImGui::NewFrame();
  draw_panels(app.state, app.ui, width, height);
  drop_unused(app.ui.textures, app.state);
  ImGui::Render();
}

void drop_context(App& app) {
  app.ui.textures = {};
  ImGui::DestroyContext();
}

}  // namespace chestlens::viewer
