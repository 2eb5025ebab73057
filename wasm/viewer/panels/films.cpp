#include <chestlens/image.hpp>
#include <chestlens/text.hpp>

#include <viewer/format.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>

namespace chestlens::viewer {
namespace {

constexpr float row_height = 64.0F;
constexpr float margin = 10.0F;

struct Outcome {
  std::string text;
  ImU32 color = 0;
};

Outcome outcome(const State& state, const Ui& ui, const Film& film) {
  switch (film_status(film)) {
    case FilmStatus::waiting:
      return {"Waiting", ui.palette.text_faint};
    case FilmStatus::decoded:
      return {"Predicting\u2026", ui.palette.text_faint};
    case FilmStatus::failed:
      return {"Failed", ui.palette.danger};
    case FilmStatus::ready:
      break;
  }
  if (is_unlike(film)) return {"Unlike the training films", ui.palette.caution};
  const auto best = static_cast<std::size_t>(*predicted_class(film));
  return {state.model.classes[best] + "  " +
              format_percent(static_cast<double>(film.prediction->probabilities[best])),
          ui.palette.text_quiet};
}

void draw_picture(Ui& ui, const Film& film, ImVec2 place, float picture_side) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 end = {place.x + picture_side, place.y + picture_side};
  draw->AddRectFilled(place, end, ui.palette.film, 4);
  const Texture& texture = thumbnail_texture(ui.textures, film);
  if (texture.empty()) {
    const bool failed = film_status(film) == FilmStatus::failed;
    text_centered_at(ui.fonts.strong, {place.x + picture_side / 2, place.y + picture_side / 2},
                     failed ? dark_palette.danger : dark_palette.text_faint,
                     failed ? "!" : "\u2026");
    return;
  }
  const Area area = {place.x, place.y, picture_side, picture_side};
  const Area fit = placement({}, {texture.width_pixels(), texture.height_pixels()}, area);
  draw->AddImageRounded(texture.id(), top_left(fit), bottom_right(fit), {0, 0}, {1, 1},
                        IM_COL32_WHITE, 4);
}

bool press_film(const Film& film, ImVec2 size) {
  ImGui::PushID(film.id);
  const bool pressed = ImGui::InvisibleButton("film", size);
  ImGui::PopID();
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return pressed;
}

void draw_row(State& state, Ui& ui, const Film& film) {
  const bool selected = state.selected_id == film.id;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float picture_side = width < 240 ? 36.0F : 44.0F;
  const bool clicked = press_film(film, {width, row_height});
  const bool hovered = ImGui::IsItemHovered();
  if (selected && ui.scrolled_to_id != film.id) {
    if (!ImGui::IsItemVisible()) ImGui::SetScrollHereY();
    ui.scrolled_to_id = film.id;
  }
  if (selected || hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(
        {place.x + margin, place.y + 2}, {place.x + width - margin, place.y + row_height - 2},
        selected ? ui.palette.hover : ui.palette.raised, corner);
  }
  if (ImGui::IsRectVisible(place, {place.x + width, place.y + row_height})) {
    draw_picture(ui, film, {place.x + 2 * margin, place.y + (row_height - picture_side) / 2},
                 picture_side);
    const float left = place.x + 2 * margin + picture_side + 12;
    const float text_width = place.x + width - 2 * margin - left;
    const Outcome result = outcome(state, ui, film);
    text_at(selected ? ui.fonts.strong : ui.fonts.body, {left, place.y + 14}, ui.palette.text,
            shortened(selected ? ui.fonts.strong : ui.fonts.body, film.name, text_width));
    text_at(ui.fonts.small, {left, place.y + 35}, result.color,
            shortened(ui.fonts.small, result.text, text_width));
  }
  if (clicked) (void)select_film(state, film.id);
}

void draw_list(State& state, Ui& ui, const Area& area) {
  constexpr float header_height = 60.0F;
  constexpr float footer_height = 58.0F;
  const ImVec2 place = top_left(area);
  const ImVec2 end = bottom_right(area);
  text_at(ui.fonts.strong, {place.x + panel_padding, place.y + 21}, ui.palette.text, "Films");
  text_ending_at(ui.fonts.small, {end.x - panel_padding, place.y + 22}, ui.palette.text_faint,
                 group_digits(state.films.size()));

  const float list_height = static_cast<float>(area.height) - header_height - footer_height;
  ImGui::SetCursorScreenPos({place.x, place.y + header_height});
  if (list_height > 0) {
    ImGui::BeginChild("list", {0, list_height});
    for (const Film& film : state.films) draw_row(state, ui, film);
    scroll_by_touch(1);
    ImGui::EndChild();
  }

  ImGui::SetCursorScreenPos({place.x + panel_padding, end.y - footer_height + 12});
  if (button(ui, "Choose files", false, {static_cast<float>(area.width) - 2 * panel_padding, 34})) {
    state.events.emplace_back(FilesWanted{});
  }
}

/// Pictures side by side, for a narrow canvas.
void draw_strip(State& state, Ui& ui, const Area& area) {
  constexpr float picture_side = 48.0F;
  const float top = (static_cast<float>(area.height) - picture_side) / 2;
  ImGui::SetCursorPos({margin, top});
  ImGui::BeginChild("strip", {0, picture_side + 4}, false, ImGuiWindowFlags_NoScrollbar);
  if (button(ui, "+", false, {picture_side, picture_side})) {
    state.events.emplace_back(FilesWanted{});
  }
  for (const Film& film : state.films) {
    ImGui::SameLine();
    const ImVec2 place = ImGui::GetCursorScreenPos();
    const bool pressed = press_film(film, {picture_side, picture_side});
    draw_picture(ui, film, place, picture_side);
    if (state.selected_id == film.id) {
      ImGui::GetWindowDrawList()->AddRect(place, {place.x + picture_side, place.y + picture_side},
                                          ui.palette.accent, 4, 0, 2);
      if (ui.scrolled_to_id != film.id && !ImGui::IsItemVisible()) ImGui::SetScrollHereX();
      ui.scrolled_to_id = film.id;
    }
    if (pressed) (void)select_film(state, film.id);
  }
  scroll_by_touch(0);
  ImGui::EndChild();
}

}  // namespace

void draw_films_panel(State& state, Ui& ui, const Area& area) {
  begin_panel("films", area, ui.palette.panel, {0, 0});
  if (area.width > 3 * area.height) {
    draw_strip(state, ui, area);
  } else {
    draw_list(state, ui, area);
  }
  end_panel();
}

}  // namespace chestlens::viewer
