#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>

namespace chestlens::viewer {
namespace {

constexpr const char* notice = "For education and research. Not for diagnosis.";

ImU32 status_color(StatusKind kind, const Palette& palette) {
  switch (kind) {
    case StatusKind::loading:
      return palette.accent;
    case StatusKind::ready:
      return palette.text_faint;
    case StatusKind::notice:
      return palette.caution;
    case StatusKind::error:
      return palette.danger;
  }
  return palette.text_faint;
}

void draw_tooltip(const Ui& ui, const std::string& text) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12, 10});
  ImGui::SetNextWindowSize({360, 0});
  if (ImGui::BeginTooltip()) {
    paragraph(ui.fonts.small, ui.palette.text, text);
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

}  // namespace

void draw_status_bar(const State& state, const Ui& ui, const Area& area) {
  begin_panel("status", area, ui.palette.panel, {0, 0});
  const ImVec2 start = top_left(area);
  const ImVec2 end = bottom_right(area);
  const float middle_y = middle(area).y;
  ImGui::GetWindowDrawList()->AddRectFilled(start, {end.x, start.y + 1}, ui.palette.line);

  const float notice_width = text_extent(ui.fonts.small, notice).x;
  text_ending_at(ui.fonts.small, {end.x - panel_padding, middle_y - 7}, ui.palette.text, notice);

  const float left = start.x + panel_padding;
  const float width = end.x - 3 * panel_padding - notice_width - left;
  if (!state.status_text.empty() && width > 60) {
    const bool urgent =
        state.status_kind == StatusKind::notice || state.status_kind == StatusKind::error;
    const std::string text = shortened(ui.fonts.small, state.status_text, width - 16);
    ImGui::GetWindowDrawList()->AddCircleFilled({left + 4, middle_y + 1}, 4,
                                                status_color(state.status_kind, ui.palette));
    text_at(ui.fonts.small, {left + 16, middle_y - 7},
            urgent ? ui.palette.text : ui.palette.text_quiet, text);
    ImGui::SetCursorScreenPos(start);
    ImGui::InvisibleButton("status", {left - start.x + width, end.y - start.y});
    if (ImGui::IsItemHovered() && text != state.status_text) draw_tooltip(ui, state.status_text);
  }
  end_panel();
}

}  // namespace chestlens::viewer
