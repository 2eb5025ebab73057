#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

/// A film: a sheet with a ribcage hinted by its ribs and spine.
void draw_film_sign(const Ui& ui, ImVec2 middle) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  constexpr float half_width = 34;
  constexpr float half_height = 40;
  draw->AddRect({middle.x - half_width, middle.y - half_height},
                {middle.x + half_width, middle.y + half_height}, ui.palette.bar, 8, 0, 2);
  draw->AddLine({middle.x, middle.y - 26}, {middle.x, middle.y + 26}, ui.palette.bar, 2);
  for (int rib = 0; rib < 4; ++rib) {
    const float y = middle.y - 18 + 12 * static_cast<float>(rib);
    const float reach = 15 + 2.5F * static_cast<float>(rib);
    for (const float side : {-1.0F, 1.0F}) {
      draw->AddBezierQuadratic({middle.x + side * 4, y}, {middle.x + side * reach, y - 5},
                               {middle.x + side * reach, y + 7}, ui.palette.bar, 2);
    }
  }
}

void draw_dashed_frame(const Ui& ui, ImVec2 from, ImVec2 to) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  constexpr float dash = 8;
  constexpr float period = 14;
  for (float x = from.x; x < to.x; x += period) {
    const float end = std::min(x + dash, to.x);
    draw->AddLine({x, from.y}, {end, from.y}, ui.palette.bar, 1.5F);
    draw->AddLine({x, to.y}, {end, to.y}, ui.palette.bar, 1.5F);
  }
  for (float y = from.y; y < to.y; y += period) {
    const float end = std::min(y + dash, to.y);
    draw->AddLine({from.x, y}, {from.x, end}, ui.palette.bar, 1.5F);
    draw->AddLine({to.x, y}, {to.x, end}, ui.palette.bar, 1.5F);
  }
}

}  // namespace

void draw_empty_panel(State& state, const Ui& ui, const Area& area) {
  begin_panel("empty", area, ui.palette.ground, {0, 0});
  const ImVec2 center = middle(area);
  const auto width = static_cast<float>(area.width);
  const auto height = static_cast<float>(area.height);
  const float half_width = std::max(0.0F, std::min(300.0F, width / 2 - 16));
  const float half_height = std::max(0.0F, std::min(190.0F, height / 2 - 16));
  const bool narrow = half_width < 200;

  draw_dashed_frame(ui, {center.x - half_width, center.y - half_height},
                    {center.x + half_width, center.y + half_height});
  draw_film_sign(ui, {center.x, center.y - 104});
  text_centered_at(narrow ? ui.fonts.strong : ui.fonts.title, {center.x, center.y - 22},
                   ui.palette.text,
                   narrow ? "Open chest X-ray films," : "Drop chest X-ray films here,");
  text_centered_at(ui.fonts.body, {center.x, center.y + 12}, ui.palette.text_quiet,
                   narrow ? "one or several at a time." : "or press O to choose files.");
  ImGui::SetCursorScreenPos({center.x - 70, center.y + 42});
  if (button(ui, "Choose files", true, {140, 36})) state.events.emplace_back(FilesWanted{});
  text_centered_at(ui.fonts.small, {center.x, center.y + 112}, ui.palette.text_faint,
                   "PNG, JPEG, BMP, TIFF or DICOM.");
  text_centered_at(ui.fonts.small, {center.x, center.y + 134}, ui.palette.text_faint,
                   "Films stay on this device: nothing is sent anywhere.");
  end_panel();
}

}  // namespace chestlens::viewer
