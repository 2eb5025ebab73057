#include <chestlens/text.hpp>

#include <viewer/map_actions.hpp>
#include <viewer/panels/map_parts.hpp>
#include <viewer/panels/map_scene.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/dots.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

constexpr float row_height = 28.0F;

void draw_switch(State& state, const Ui& ui) {
  const float width = (ImGui::GetContentRegionAvail().x - 8) / 2;
  const bool by_class = state.map.colors == MapColors::by_class;
  if (button(ui, "By class", by_class, {width, 30})) set_colors(state, MapColors::by_class);
  ImGui::SameLine();
  if (button(ui, "By source", !by_class, {width, 30})) {
    set_colors(state, MapColors::by_source);
  }
  gap(6);
}

/// A group's color, name and films; a press hides it on the map.
void draw_group(State& state, const Ui& ui, const MapGrouping& groups, std::size_t group) {
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(group));
  const bool pressed = ImGui::InvisibleButton("group", {width, row_height});
  ImGui::PopID();
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (hovered) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    draw->AddRectFilled({place.x - 10, place.y}, {place.x + width + 10, place.y + row_height},
                        ui.palette.raised, corner);
  }
  const bool hidden = is_hidden(hidden_groups(state), group);
  const ImVec2 dot = {place.x + 6, place.y + row_height / 2};
  const ImU32 color = color_of_group(groups, group);
  if (hidden) {
    draw->AddCircle(dot, 5.0F, color, 0, 1.5F);
  } else {
    draw_swatch(*draw, dot, 6.0F, color, ui.palette.bar);
  }
  const std::string films = group_digits(groups.groups[group].films);
  const float y = place.y + (row_height - text_size(ui.fonts.body)) / 2;
  const float name_width = width - 22 - text_extent(ui.fonts.body, films).x - 10;
  const ImU32 text = hidden ? ui.palette.text_faint : ui.palette.text;
  text_at(ui.fonts.body, {place.x + 22, y}, text,
          shortened(ui.fonts.body, groups.groups[group].name, name_width));
  text_ending_at(ui.fonts.body, {place.x + width, y}, ui.palette.text_faint, films);
  if (pressed) toggle_group(state, group);
}

void draw_counts(const Ui& ui, const std::vector<NameCount>& counts) {
  for (const NameCount& count : counts) {
    line_with_value(ui.fonts.small, count.name, ui.palette.text_quiet, group_digits(count.films),
                    ui.palette.text);
  }
}

/// What the lasso holds, by class and by source.
void draw_selection(State& state, const Ui& ui, const FilmMap& map) {
  const MapState& shown = state.map;
  const Box box = begin_box();
  const std::size_t films = shown.selection.size();
  paragraph(ui.fonts.strong, ui.palette.text,
            group_digits(films) + (films == 1 ? " film" : " films") + " selected");
  gap(6);
  draw_counts(ui, count_names(map, shown.selection, MapColors::by_class));
  gap(6);
  draw_counts(ui, count_names(map, shown.selection, MapColors::by_source));
  gap(2);
  const bool cleared = link(ui, "Clear the selection");
  end_box(box, ui.palette.raised, ui.palette.accent);
  if (cleared) clear_selection(state);
}

void draw_selecting(State& state, const Ui& ui) {
  const float width = (ImGui::GetContentRegionAvail().x - 8) / 2;
  if (button(ui, "Lasso films", state.map.lasso_on, {width, 30})) {
    state.map.lasso_on = !state.map.lasso_on;
  }
  ImGui::SameLine();
  if (button(ui, "Films in view", false, {width, 30})) select_in_sight(state);
}

}  // namespace

void draw_map_groups(State& state, const Ui& ui) {
  const FilmMap* map = film_map(state);
  if (map == nullptr) return;
  section(ui, "Colors");
  draw_switch(state, ui);
  const MapGrouping& groups = grouping(*map, state.map.colors);
  for (std::size_t i = 0; i < groups.groups.size(); ++i) draw_group(state, ui, groups, i);
  gap(8);
  draw_selecting(state, ui);
  if (state.map.lasso.empty() || state.map.is_drawing_lasso) return;
  gap(8);
  draw_selection(state, ui, *map);
}

void draw_map_members(State& state, const Ui& ui) {
  constexpr float spacing = 8.0F;
  constexpr float padding = 16.0F;
  const auto& members = state.map.members;
  if (members.size() < 2) return;
  const float whole = ImGui::GetContentRegionAvail().x;
  const float half = (whole - spacing) / 2;
  const bool fit_half = std::ranges::all_of(members, [&](const MemberMap& member) {
    return text_extent(ui.fonts.small, member.model).x < half - padding;
  });
  const float width = fit_half ? half : whole;
  const std::size_t columns = fit_half ? 2 : 1;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::string title = shortened(ui.fonts.small, members[i].model, width - padding);
    ImGui::PushID(static_cast<int>(i));
    if (button(ui, title.c_str(), i == state.map.member, {width, 30})) show_map_member(state, i);
    ImGui::PopID();
    if ((i + 1) % columns == 0 || i + 1 == members.size()) {
      gap(spacing);
    } else {
      ImGui::SameLine(0, spacing);
    }
  }
  gap(4);
}

void draw_map_results(State& state, const Ui& ui) {
  draw_map_members(state, ui);
  draw_place(state, ui);
  draw_map_groups(state, ui);
  draw_nearest(state, ui);
}

}  // namespace chestlens::viewer
