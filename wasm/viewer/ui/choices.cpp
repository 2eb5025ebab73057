#include <viewer/ui/choices.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

bool pressed_area(ImVec2 place, ImVec2 size) {
  ImGui::SetCursorScreenPos(place);
  const bool pressed = ImGui::InvisibleButton("choice", size);
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return pressed;
}

}  // namespace

std::optional<int> segments(const Ui& ui, const char* id, std::span<const char* const> labels,
                            int chosen) {
  constexpr float height = 32.0F;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float step = width / static_cast<float>(labels.size());
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(place, {place.x + width, place.y + height}, ui.palette.raised, corner);
  std::optional<int> pressed;
  ImGui::PushID(id);
  for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
    const ImVec2 from = {place.x + step * static_cast<float>(i), place.y};
    ImGui::PushID(i);
    if (pressed_area(from, {step, height})) pressed = i;
    ImGui::PopID();
    const bool is_on = i == chosen;
    const bool is_hovered = ImGui::IsItemHovered();
    if (is_on) {
      draw->AddRectFilled({from.x + 2, from.y + 2}, {from.x + step - 2, from.y + height - 2},
                          ui.palette.accent_dim, corner - 1);
    }
    const ImU32 text_color = is_on        ? ui.palette.accent
                             : is_hovered ? ui.palette.text
                                          : ui.palette.text_quiet;
    const char* label = labels[static_cast<std::size_t>(i)];
    text_centered_at(ui.fonts.small, {from.x + step / 2, from.y + height / 2}, text_color,
                     shortened(ui.fonts.small, label, step - 8));
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos(place);
  ImGui::Dummy({width, height});
  return pressed;
}

std::optional<int> chips(const Ui& ui, const char* id, std::span<const std::string> labels,
                         int chosen) {
  constexpr float height = 30.0F;
  constexpr float space = 6.0F;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImVec2 at = start;
  std::optional<int> pressed;
  ImGui::PushID(id);
  for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
    const std::string label =
        shortened(ui.fonts.small, labels[static_cast<std::size_t>(i)], width - 20);
    const float chip_width = text_extent(ui.fonts.small, label).x + 20;
    if (at.x > start.x && at.x + chip_width > start.x + width) {
      at = {start.x, at.y + height + space};
    }
    ImGui::PushID(i);
    if (pressed_area(at, {chip_width, height})) pressed = i;
    ImGui::PopID();
    const bool is_on = i == chosen;
    const ImU32 ground = is_on                    ? ui.palette.accent_dim
                         : ImGui::IsItemHovered() ? ui.palette.hover
                                                  : ui.palette.raised;
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + chip_width, at.y + height}, ground,
                                              height / 2);
    text_centered_at(ui.fonts.small, {at.x + chip_width / 2, at.y + height / 2},
                     is_on ? ui.palette.accent : ui.palette.text, label);
    at.x += chip_width + space;
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({width, at.y + height - start.y});
  return pressed;
}

void color_strip(ColorMap map, ImVec2 place, ImVec2 size) {
  constexpr int steps = 32;
  const auto color_at = [map](int step) {
    const auto [red, green, blue] = map_color(map, static_cast<float>(step) / steps);
    return IM_COL32(red, green, blue, 255);
  };
  for (int step = 0; step < steps; ++step) {
    const float left = place.x + size.x * static_cast<float>(step) / steps;
    const float right = place.x + size.x * static_cast<float>(step + 1) / steps;
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor({left, place.y}, {right, place.y + size.y},
                                                        color_at(step), color_at(step + 1),
                                                        color_at(step + 1), color_at(step));
  }
}

}  // namespace chestlens::viewer
