#include <fmt/format.h>
#include <viewer/explain.hpp>
#include <viewer/format.hpp>
#include <viewer/layout.hpp>
#include <viewer/panels/film_parts.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

constexpr float button_height = 28.0F;

/// The method over a tile's picture; on one that is low, in a corner of it.
void draw_heading(const State& state, const Ui& ui, const Film& film, MapMethod method,
                  const Area& tile) {
  const bool is_looked_at = state.explain.method == method;
  const ImU32 ink = is_looked_at ? ui.palette.text : ui.palette.text_quiet;
  const auto title = map_method_info(method).title;
  const ImVec2 place = top_left(tile);
  const auto width = static_cast<float>(tile.width);
  if (is_low_tile(tile)) {
    const ImVec2 extent = text_extent(ui.fonts.small, title);
    return draw_label(ui, {place.x + 8, place.y + 5}, extent, std::string(title));
  }
  const ImVec2 end = {place.x + width, top_left(picture_area(tile)).y};
  ImGui::GetWindowDrawList()->AddRectFilled(place, end,
                                            is_looked_at ? ui.palette.hover : ui.palette.panel);
  const std::string words = short_words(state, film, method, *shown_class(film));
  const float words_width = words.empty() ? 0.0F : text_extent(ui.fonts.small, words).x + 10;
  text_at(ui.fonts.small, {place.x + 8, place.y + 5}, ink,
          shortened(ui.fonts.small, title, width - 16 - words_width));
  text_ending_at(ui.fonts.small, {place.x + width - 8, place.y + 5}, ui.palette.text_quiet, words);
}

/// Lines of text in the middle of an area, on a shade.
void draw_note(const Ui& ui, const Area& area, const std::string& text, float below_middle) {
  const float width = std::max(40.0F, std::min(320.0F, static_cast<float>(area.width) - 32));
  const ImVec2 extent =
      ui.fonts.small->CalcTextSizeA(text_size(ui.fonts.small), FLT_MAX, width, text.c_str());
  const ImVec2 center = middle(area);
  const ImVec2 place = {center.x - extent.x / 2, center.y + below_middle - extent.y / 2};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled({place.x - 10, place.y - 7},
                      {place.x + extent.x + 10, place.y + extent.y + 7}, ui.palette.shade, 4);
  draw->AddText(ui.fonts.small, text_size(ui.fonts.small), place, ui.palette.text, text.c_str(),
                nullptr, width);
}

bool centered_button(const Ui& ui, const Area& area, const char* label, float below_middle) {
  const ImVec2 center = middle(area);
  const float width = text_extent(ui.fonts.small, label).x + 24;
  ImGui::SetCursorScreenPos({center.x - width / 2, center.y + below_middle - button_height / 2});
  return button(ui, label, false, {width, button_height});
}

std::string progress_words(const ExplainedMethod& maps) {
  if (maps.total < 1) return "Making this map\u2026";
  return fmt::format("Making this map: {} of {} runs", maps.done, maps.total);
}

void draw_progress(State& state, const Ui& ui, const ExplainedMethod& maps, const Area& area) {
  const MapMethod method = maps.maps.method;
  draw_note(ui, area, progress_words(maps), -26);
  if (maps.total > 0) {
    const float width = std::min(200.0F, static_cast<float>(area.width) - 40);
    const ImVec2 center = middle(area);
    bar(ui, {center.x - width / 2, center.y - 5}, width, 5,
        static_cast<float>(maps.done) / static_cast<float>(maps.total), ui.palette.accent);
  }
  if (map_method_info(method).cost != MapCost::outputs && centered_button(ui, area, "Cancel", 22)) {
    cancel_maps(state, method);
  }
}

/// One picture of the film with its map, and what a hand does to it.
void draw_tile(State& state, Ui& ui, Film& film, MapMethod method, const Area& tile) {
  ImGui::PushID(static_cast<int>(method));
  const Area area = picture_area(tile);
  const Area fit = fitted_area(tile);
  const Texture& texture = tile_texture(state, ui.textures, film, method);
  ImGui::PushClipRect(top_left(area), bottom_right(area), true);
  if (!texture.empty()) {
    const Area place = placement(film.view, {film.width_pixels, film.height_pixels}, fit);
    ImGui::GetWindowDrawList()->AddImage(texture.id(), top_left(place), bottom_right(place));
    draw_map_lines(state, ui, film, method, place);
  }
  draw_map_state(state, ui, film, method, area);
  ImGui::PopClipRect();
  draw_heading(state, ui, film, method, tile);
  // After its buttons: the first item under the mouse has it.
  ImGui::SetCursorScreenPos(top_left(tile));
  ImGui::InvisibleButton("tile",
                         {static_cast<float>(std::max(1.0, tile.width)),
                          static_cast<float>(std::max(1.0, tile.height))},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  constexpr float still = 16.0F;  // squared units that a click may move
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemDeactivated() && io.MouseDragMaxDistanceSqr[0] < still) {
    show_method(state, method);
  }
  handle_film_mouse(film, fit);
  const bool is_looked_at = state.explain.method == method;
  ImGui::GetWindowDrawList()->AddRect(top_left(tile), bottom_right(tile),
                                      is_looked_at ? ui.palette.accent : ui.palette.line, 2, 0,
                                      is_looked_at ? 2.0F : 1.0F);
  ImGui::PopID();
}

}  // namespace

void draw_map_state(State& state, const Ui& ui, const Film& film, MapMethod method,
                    const Area& area) {
  if (!answer_is_shown(film) || !state.heatmap_visible) return;
  const MapMethodInfo& info = map_method_info(method);
  const ExplainedMethod* maps = find_maps(state, film, method);
  switch (maps_status(state, film, method)) {
    case MapsStatus::not_made:
      if (info.cost == MapCost::outputs) return;
      if (centered_button(ui, area, fmt::format("Make it: {}", in_words(info.cost)).c_str(), 0)) {
        want_maps(state, method);
      }
      return;
    case MapsStatus::waiting:
      return draw_progress(state, ui, *maps, area);
    case MapsStatus::refused:
      return draw_note(ui, area,
                       maps == nullptr ? "Not of this model: it wants a bundle of format 2."
                                       : sentence(maps->maps.refused),
                       0);
    case MapsStatus::made:
      break;
  }
  const auto shown = static_cast<std::size_t>(*shown_class(film));
  const FloatImage& map = maps->maps.maps[shown];
  if (is_drawn(map, sides_of(method, state.explain.look))) return;
  draw_note(ui, area, sentence(in_words(map_content(map))), 0);
}

void draw_film_grid(State& state, Ui& ui, Film& film, const Area& area) {
  const auto methods = shown_methods(state);
  const auto tiles =
      grid_areas(area, static_cast<int>(methods.size()), {film.width_pixels, film.height_pixels});
  for (std::size_t i = 0; i < methods.size(); ++i) draw_tile(state, ui, film, methods[i], tiles[i]);
}

}  // namespace chestlens::viewer
