#include <viewer/commands.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <span>

namespace chestlens::viewer {
namespace {

constexpr float row_height = 26.0F;
constexpr float key_column = 120.0F;

void draw_rows(const Ui& ui, std::span<const KeyHelp> rows) {
  for (const KeyHelp& row : rows) {
    const ImVec2 place = ImGui::GetCursorScreenPos();
    text_at(ui.fonts.body, place, color::text, row.keys);
    text_at(ui.fonts.body, {place.x + key_column, place.y}, color::text_quiet, row.meaning);
    ImGui::Dummy({0, row_height});
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
  using Rows = std::span<const KeyHelp>;
  const Rows keys = is_map ? Rows(map_key_help) : Rows(key_help);
  const Rows mouse = is_map ? Rows(map_mouse_help) : Rows(mouse_help);
  const auto rows = static_cast<double>(keys.size() + mouse.size());
  const double width = std::min(420.0, whole.width - 24);
  const double height = std::min(rows * static_cast<double>(row_height) + 118, whole.height - 24);
  const Area area = {whole.x + (whole.width - width) / 2, whole.y + (whole.height - height) / 2,
                     width, height};
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 10);
  begin_panel("help", area, color::raised, {24, 22}, true);
  ImGui::PopStyleVar();
  line(ui.fonts.strong, color::text, "Keyboard and mouse");
  gap(12);
  draw_rows(ui, keys);
  gap(14);
  draw_rows(ui, mouse);
  end_panel();
}

}  // namespace chestlens::viewer
