#include <fmt/format.h>
#include <viewer/compare.hpp>
#include <viewer/explain.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/film_parts.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/choices.hpp>
#include <viewer/ui/widgets.hpp>
#include <viewer/windowing.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens::viewer {
namespace {

constexpr double border = 16.0;
constexpr ImVec2 label_inset = {16, 13};  // from the corner of what is seen

Area inside(const Area& area) {
  return {area.x + border, area.y + border, std::max(0.0, area.width - 2 * border),
          std::max(0.0, area.height - 2 * border)};
}

Point mouse_position() {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  return {mouse.x, mouse.y};
}

/// The grey level under the cursor, in the file's own levels and pixels.
void draw_cursor_level(const State& state, const Ui& ui, const Film& film, const Area& area) {
  const FilmSize size = {film.width_pixels, film.height_pixels};
  const Point at = film_position(film.view, size, inside(area), mouse_position());
  if (at.x < 0 || at.y < 0 || at.x >= size.width_pixels || at.y >= size.height_pixels) return;
  const double share_x = at.x / size.width_pixels;
  const double share_y = at.y / size.height_pixels;
  const auto column = static_cast<std::size_t>(share_x * film.image.width_pixels);
  const auto row = static_cast<std::size_t>(share_y * film.image.height_pixels);
  const auto width = static_cast<std::size_t>(film.image.width_pixels);
  const std::string text =
      fmt::format("x {}   y {}   level {}", static_cast<int>(at.x), static_cast<int>(at.y),
                  film.image.pixels[row * width + column]);
  const ImVec2 extent = text_extent(ui.fonts.small, text);
  ImVec2 place = {first_label(film, area).x, last_label(film, area).y - extent.y};
  if (is_narrow(area) && shown_method(state)) place.y -= label_height;  // above the map's legend
  draw_label(ui, place, extent, text);
}

/// The film's name, if the toolbar has no room for it.
void draw_name(const Ui& ui, const Film& film, const Area& area) {
  const ImVec2 place = first_label(film, area);
  const float width = bottom_right(area).x - label_inset.x - place.x;
  const std::string name = shortened(ui.fonts.small, film.name, width);
  draw_label(ui, place, text_extent(ui.fonts.small, name), name);
}

/// By which method the map over the film is, of which class, and what its colors stand for.
void draw_legend(const State& state, const Ui& ui, const Film& film, const Area& area) {
  const auto method = shown_method(state);
  const ShownMap shown = shown_map(state, film, method);
  if (!method || shown.map == nullptr) return;
  const std::string name =
      fmt::format("{} of {}", map_method_info(*method).title,
                  state.model.classes[static_cast<std::size_t>(*shown_class(film))]);
  const std::string most = format_figure(double{shown.unit});
  const std::string least = shown.sides == MapSides::both ? "-" + most : "0";
  constexpr float bar_width = 72.0F, space = 8.0F;
  const ImVec2 extent = text_extent(ui.fonts.small, name);
  const float least_width = text_extent(ui.fonts.small, least).x;
  const float width = extent.x + 2 * space + least_width + 2 * space + bar_width +
                      text_extent(ui.fonts.small, most).x;
  const ImVec2 end = last_label(film, area);
  ImVec2 at = {std::max(end.x - width, top_left(area).x + 12), end.y - extent.y};
  draw_label(ui, at, {width, extent.y}, name);
  at.x += extent.x + 2 * space;
  text_at(ui.fonts.small, at, ui.palette.text, least);
  at.x += least_width + space;
  color_strip(shown.colors, {at.x, at.y + extent.y / 2 - 4}, {bar_width, 8});
  text_at(ui.fonts.small, {at.x + bar_width + space, at.y}, ui.palette.text, most);
}

void draw_failure(const Ui& ui, const Film& film, const Area& area) {
  const ImVec2 center = middle(area);
  const float width = std::max(40.0F, std::min(420.0F, static_cast<float>(area.width) - 48));
  const std::string reason = sentence(film.failure);
  text_centered_at(ui.fonts.title, {center.x, center.y - 60}, ui.palette.danger,
                   "This film cannot be read");
  text_centered_at(ui.fonts.strong, {center.x, center.y - 24}, ui.palette.text,
                   shortened(ui.fonts.strong, film.name, width));
  paragraph_centered_at(ui.fonts.body, {center.x, center.y + 2}, width, ui.palette.text_quiet,
                        reason);
}

void draw_image(State& state, Ui& ui, Film& film, const Area& area) {
  const Texture& texture = film_texture(state, ui.textures, film);
  const Area place = placement(film.view, {film.width_pixels, film.height_pixels}, inside(area));
  if (!texture.empty()) {
    ImGui::GetWindowDrawList()->AddImage(texture.id(), top_left(place), bottom_right(place));
    draw_map_lines(state, ui, film, shown_method(state), place);
  }
  if (const auto method = shown_method(state)) draw_map_state(state, ui, film, *method, area);
  // After the buttons over it: the first item under the mouse has it.
  ImGui::SetCursorScreenPos(top_left(area));
  ImGui::InvisibleButton("image", {static_cast<float>(area.width), static_cast<float>(area.height)},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  const bool hovered = ImGui::IsItemHovered();
  const Area fit = inside(area);
  if (!handle_cover_tool(state, film, fit) && !handle_measure_tool(state, film, fit)) {
    handle_film_mouse(film, fit);
  }
  draw_legend(state, ui, film, area);
  if (texture.empty()) return;
  draw_cover_tool(state, ui, film, fit);
  draw_measures(state, ui, film, fit);
  draw_question_label(state, ui, film, area);
  if (hovered) draw_cursor_level(state, ui, film, area);
  if (is_narrow(area)) draw_name(ui, film, area);
}

}  // namespace

bool is_narrow(const Area& area) {
  constexpr double narrow_area = 520.0;
  return area.width < narrow_area;
}

ImVec2 first_label(const Film& film, const Area& area) {
  const Area place = placement(film.view, {film.width_pixels, film.height_pixels}, inside(area));
  const ImVec2 seen = {std::max(top_left(place).x, top_left(area).x),
                       std::max(top_left(place).y, top_left(area).y)};
  return {std::min(seen.x, middle(area).x) + label_inset.x, seen.y + label_inset.y};
}

ImVec2 last_label(const Film& film, const Area& area) {
  const Area place = placement(film.view, {film.width_pixels, film.height_pixels}, inside(area));
  return {std::min(bottom_right(place).x, bottom_right(area).x) - label_inset.x,
          std::min(bottom_right(place).y, bottom_right(area).y) - label_inset.y};
}

void handle_film_mouse(Film& film, const Area& place) {
  const ImGuiIO& io = ImGui::GetIO();
  const FilmSize size = {film.width_pixels, film.height_pixels};
  if (ImGui::IsItemHovered() && io.MouseWheel != 0.0F) {
    const double factor = std::exp2(static_cast<double>(io.MouseWheel) * 0.25);
    film.view = zoom_at(film.view, size, place, mouse_position(), factor);
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    film.view = {};
    return;
  }
  if (!ImGui::IsItemActive()) return;
  const ImVec2 delta = io.MouseDelta;
  if (ImGui::IsMouseDown(ImGuiMouseButton_Right)) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    film.window = drag_window(film.window, delta.x, delta.y, film.brightest_level);
  } else {
    if (delta.x != 0.0F || delta.y != 0.0F) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    film.view = pan(film.view, size, place, {delta.x, delta.y});
  }
}

void draw_label(const Ui& ui, ImVec2 place, ImVec2 extent, const std::string& text) {
  ImGui::GetWindowDrawList()->AddRectFilled({place.x - 8, place.y - 5},
                                            {place.x + extent.x + 8, place.y + extent.y + 5},
                                            IM_COL32(8, 9, 11, 190), 4);
  text_at(ui.fonts.small, place, ui.palette.text_quiet, text);
}

void draw_film_panel(State& state, Ui& ui, const Area& area) {
  if (area.width < 1 || area.height < 1) return;
  begin_panel("film", area, ui.palette.film, {0, 0});
  Film* film = selected_film(state);
  if (film != nullptr && !film->image.pixels.empty() && shows_grid(state, *film)) {
    draw_film_grid(state, ui, *film, area);
  } else if (film != nullptr && shows_tiles(state)) {
    draw_compared_tiles(state, ui, *film, area);
  } else if (film != nullptr && !film->image.pixels.empty()) {
    draw_image(state, ui, *film, area);
  } else if (film != nullptr && !film->failure.empty()) {
    draw_failure(ui, *film, area);
  } else {
    text_centered_at(ui.fonts.body, middle(area), ui.palette.text_faint,
                     film == nullptr ? "No film selected" : "Waiting to be read\u2026");
  }
  end_panel();
}

}  // namespace chestlens::viewer
