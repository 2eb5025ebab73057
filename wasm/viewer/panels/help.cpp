#include <viewer/commands.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <span>

namespace chestlens::viewer {
namespace {

using Rows = std::span<const KeyHelp>;

constexpr ImVec2 padding = {24, 22};
constexpr float key_column = 120.0F;
constexpr float below_title = 12.0F, below_keys = 14.0F;

/// Of its keys' meaning, which is broken into lines where the panel is narrow.
float row_height(const Ui& ui, const KeyHelp& row, float panel_width) {
  constexpr float space = 9.0F;
  const ImFont* font = ui.fonts.body;
  const float scrollbar = ImGui::GetStyle().ScrollbarSize;  // which may be there
  const float width = panel_width - 2 * padding.x - key_column - scrollbar;
  return font->CalcTextSizeA(text_size(font), FLT_MAX, width, row.meaning).y + space;
}

float rows_height(const Ui& ui, Rows rows, float panel_width) {
  float height = 0.0F;
  for (const KeyHelp& row : rows) height += row_height(ui, row, panel_width);
  return height;
}

void draw_rows(const Ui& ui, Rows rows, float panel_width) {
  for (const KeyHelp& row : rows) {
    const ImVec2 place = ImGui::GetCursorScreenPos();
    text_at(ui.fonts.body, place, ui.palette.text, row.keys);
    ImGui::SetCursorScreenPos({place.x + key_column, place.y});
    paragraph(ui.fonts.body, ui.palette.text_quiet, row.meaning);
    ImGui::SetCursorScreenPos(place);
    ImGui::Dummy({0, row_height(ui, row, panel_width)});
  }
}

}  // namespace

void draw_help_panel(State& state, const Ui& ui, const Area& whole) {
  begin_panel("shade", whole, IM_COL32(0, 0, 0, 140), {0, 0}, true);
  if (ImGui::InvisibleButton("close", {static_cast<float>(std::max(1.0, whole.width)),
                                       static_cast<float>(std::max(1.0, whole.height))})) {
    state.help_visible = false;
  }
  end_panel();

  const bool is_map = state.tab == Tab::map;
  const Rows keys = is_map                      ? Rows(map_key_help)
                    : state.tab == Tab::compare ? Rows(compare_key_help)
                                                : Rows(key_help);
  const Rows mouse = is_map ? Rows(map_mouse_help) : Rows(mouse_help);
  const double width = std::min(420.0, whole.width - 24);
  const auto panel_width = static_cast<float>(width);
  const float rows = rows_height(ui, keys, panel_width) + rows_height(ui, mouse, panel_width);
  const float others = 2 * padding.y + text_size(ui.fonts.strong) + 4 + below_title + below_keys;
  const double height = std::min(static_cast<double>(rows + others), whole.height - 24);
  const Area area = {whole.x + (whole.width - width) / 2, whole.y + (whole.height - height) / 2,
                     width, height};
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 10);
  begin_panel("help", area, ui.palette.raised, padding, true);
  ImGui::PopStyleVar();
  line(ui.fonts.strong, ui.palette.text, "Keyboard and mouse");
  gap(below_title);
  draw_rows(ui, keys, panel_width);
  gap(below_keys);
  draw_rows(ui, mouse, panel_width);
  scroll_by_touch(1);
  end_panel();
}

}  // namespace chestlens::viewer
