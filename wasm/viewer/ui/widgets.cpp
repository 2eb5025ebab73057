#include <imgui_internal.h>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <cmath>
#include <ranges>

namespace chestlens::viewer {
namespace {

constexpr float box_padding = 12.0F;
constexpr float finger_height = 24.0F;  // of what a finger is to hit

const char* begin_of(std::string_view text) {
  return text.data();
}
const char* end_of(std::string_view text) {
  return text.data() + text.size();
}

/// Moves `at` back to the start of the UTF-8 character it points into.
std::size_t character_start(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
    --at;
  }
  return at;
}

/// Moves the right end of what is drawn in the flow.
void narrow_window(float by) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  window->ContentRegionRect.Max.x += by;
  window->WorkRect.Max.x += by;
}

float available_width() {
  return ImGui::GetContentRegionAvail().x;
}

/// The text with line breaks in the place of spaces where a line would be wider; ImGui also breaks
/// within figures, after the point.
std::string broken_at_spaces(const ImFont* font, std::string_view text, float width) {
  std::string lines(text);
  std::size_t line_start = 0, last_space = std::string::npos;
  for (std::size_t at = 0; at <= lines.size(); ++at) {
    if (at < lines.size() && lines[at] != ' ' && lines[at] != '\n') continue;
    const std::string_view line = std::string_view(lines).substr(line_start, at - line_start);
    if (last_space != std::string::npos && text_extent(font, line).x > width) {
      lines[last_space] = '\n';
      line_start = last_space + 1;
    }
    last_space = at;
    if (at < lines.size() && lines[at] == '\n') {
      line_start = at + 1;
      last_space = std::string::npos;
    }
  }
  return lines;
}

}  // namespace

ImVec2 top_left(const Area& area) {
  return {static_cast<float>(area.x), static_cast<float>(area.y)};
}

ImVec2 bottom_right(const Area& area) {
  return {static_cast<float>(area.x + area.width), static_cast<float>(area.y + area.height)};
}

ImVec2 middle(const Area& area) {
  return {static_cast<float>(area.x + area.width / 2),
          static_cast<float>(area.y + area.height / 2)};
}

float text_size(const ImFont* font) {
  return font->FontSize * ImGui::GetIO().FontGlobalScale;
}

ImVec2 text_extent(const ImFont* font, std::string_view text) {
  return font->CalcTextSizeA(text_size(font), FLT_MAX, 0.0F, begin_of(text), end_of(text));
}

void text_at(const ImFont* font, ImVec2 place, ImU32 color, std::string_view text) {
  ImGui::GetWindowDrawList()->AddText(font, text_size(font), place, color, begin_of(text),
                                      end_of(text));
}

void rimmed_text_at(const ImFont* font, ImVec2 place, ImU32 color, std::string_view text) {
  constexpr ImU32 rim = IM_COL32(8, 9, 11, 220);
  for (const ImVec2 step : {ImVec2{-1, -1}, {1, -1}, {-1, 1}, {1, 1}, {0, 2}, {0, -2}}) {
    text_at(font, {place.x + step.x, place.y + step.y}, rim, text);
  }
  text_at(font, place, color, text);
}

void text_ending_at(const ImFont* font, ImVec2 right, ImU32 color, std::string_view text) {
  text_at(font, {right.x - text_extent(font, text).x, right.y}, color, text);
}

void text_centered_at(const ImFont* font, ImVec2 middle, ImU32 color, std::string_view text) {
  const ImVec2 extent = text_extent(font, text);
  text_at(font, {middle.x - extent.x / 2, middle.y - extent.y / 2}, color, text);
}

void paragraph_centered_at(const ImFont* font, ImVec2 top_middle, float width, ImU32 color,
                           std::string_view text) {
  const std::string lines = broken_at_spaces(font, text, width);
  ImVec2 middle = {top_middle.x, top_middle.y + text_size(font) / 2};
  for (const auto line : std::views::split(lines, '\n')) {
    text_centered_at(font, middle, color, std::string_view(line.begin(), line.end()));
    middle.y += text_size(font);
  }
}

std::string shortened(const ImFont* font, std::string_view text, float width) {
  if (text_extent(font, text).x <= width) return std::string(text);
  std::string shorter;
  for (std::size_t kept = text.size(); kept > 1; --kept) {
    const std::size_t head = character_start(text, kept - kept / 2);
    const std::size_t tail = character_start(text, text.size() - kept / 2);
    shorter = std::string(text.substr(0, head)) + "\u2026" + std::string(text.substr(tail));
    if (text_extent(font, shorter).x <= width) break;
  }
  return shorter;
}

void line(const ImFont* font, ImU32 color, std::string_view text) {
  const ImVec2 place = ImGui::GetCursorScreenPos();
  text_at(font, place, color, text);
  ImGui::Dummy({text_extent(font, text).x, text_size(font) + 4});
}

void paragraph(ImFont* font, ImU32 color, std::string_view words) {
  const std::string text = broken_at_spaces(font, words, available_width());
  ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(begin_of(text), end_of(text));
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void line_with_value(const ImFont* font, std::string_view name, ImU32 name_color,
                     std::string_view value, ImU32 value_color) {
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = available_width();
  const float value_width = std::max(width / 2, width - text_extent(font, name).x - 8);
  const std::string shown = shortened(font, value, value_width);
  const float name_width = width - text_extent(font, shown).x - 8;
  text_at(font, place, name_color, shortened(font, name, name_width));
  text_ending_at(font, {place.x + width, place.y}, value_color, shown);
  ImGui::Dummy({width, text_size(font) + 6});
}

void gap(float height) {
  ImGui::Dummy({0, height});
}

void separator(const Ui& ui) {
  const ImVec2 place = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddRectFilled(place, {place.x + available_width(), place.y + 1},
                                            ui.palette.line);
  ImGui::Dummy({0, 1});
}

void section(const Ui& ui, const char* title) {
  gap(section_gap);
  separator(ui);
  gap(section_gap - 2);
  line(ui.fonts.strong, ui.palette.text, title);
  gap(6);
}

bool slider(const Ui& ui, const char* id, double* value, double low, double high) {
  constexpr float height = finger_height;
  constexpr float knob = 7.0F;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = std::max(4 * knob, available_width());
  ImGui::InvisibleButton(id, {width, height});
  const bool active = ImGui::IsItemActive();
  if (active || ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);

  const double range = high - low;
  double wanted = *value;
  if (active) {
    const auto share =
        static_cast<double>((ImGui::GetIO().MousePos.x - place.x - knob) / (width - 2 * knob));
    wanted = low + std::clamp(share, 0.0, 1.0) * range;
  }
  const bool changed = wanted != *value;
  *value = wanted;

  const double share = range > 0.0 ? std::clamp((wanted - low) / range, 0.0, 1.0) : 0.0;
  const float middle = place.y + height / 2;
  const float at = place.x + knob + static_cast<float>(share) * (width - 2 * knob);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled({place.x, middle - 2}, {place.x + width, middle + 2}, ui.palette.track, 2);
  draw->AddRectFilled({place.x, middle - 2}, {at, middle + 2}, ui.palette.accent, 2);
  draw->AddCircleFilled({at, middle}, active ? knob + 1 : knob, ui.palette.text);
  return changed;
}

bool toggle(const Ui& ui, const char* id, bool* on, ImVec2 place) {
  constexpr ImVec2 size = {34, 20};
  ImGui::SetCursorScreenPos({place.x, place.y - (finger_height - size.y) / 2});
  const bool pressed = ImGui::InvisibleButton(id, {size.x, finger_height});
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (pressed) *on = !*on;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(place, {place.x + size.x, place.y + size.y},
                      *on ? ui.palette.accent : ui.palette.track, size.y / 2);
  const float knob = *on ? place.x + size.x - size.y / 2 : place.x + size.y / 2;
  draw->AddCircleFilled({knob, place.y + size.y / 2}, size.y / 2 - 3,
                        *on ? ui.palette.panel : ui.palette.text_quiet);
  return pressed;
}

bool link(const Ui& ui, const char* label) {
  const ImVec2 extent = text_extent(ui.fonts.small, label);
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const ImVec2 size = {extent.x, std::max(finger_height, extent.y + 8)};
  const bool clicked = ImGui::InvisibleButton(label, size);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  text_at(ui.fonts.small, {place.x, place.y + 4}, ui.palette.accent, label);
  const float under = place.y + 5 + extent.y;
  ImGui::GetWindowDrawList()->AddLine({place.x, under}, {place.x + extent.x, under},
                                      hovered ? ui.palette.accent : ui.palette.accent_dim);
  return clicked;
}

bool button(const Ui& ui, const char* label, bool pressed, ImVec2 size) {
  const ImVec2 extent = text_extent(ui.fonts.small, label);
  if (size.x <= 0) size.x = extent.x + 24;
  if (size.y <= 0) size.y = 30;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const bool clicked = ImGui::InvisibleButton(label, size);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const ImU32 ground = pressed   ? ui.palette.accent_dim
                       : hovered ? ui.palette.hover
                                 : ui.palette.raised;
  ImGui::GetWindowDrawList()->AddRectFilled(place, {place.x + size.x, place.y + size.y}, ground,
                                            corner);
  text_centered_at(ui.fonts.small, {place.x + size.x / 2, place.y + size.y / 2},
                   pressed ? ui.palette.accent : ui.palette.text, label);
  return clicked;
}

Box begin_box() {
  const Box box = {ImGui::GetCursorScreenPos(), available_width()};
  ImGui::GetWindowDrawList()->ChannelsSplit(2);
  ImGui::GetWindowDrawList()->ChannelsSetCurrent(1);
  narrow_window(-box_padding);
  ImGui::SetCursorScreenPos({box.place.x + box_padding, box.place.y + box_padding});
  ImGui::BeginGroup();
  return box;
}

void end_box(const Box& box, ImU32 ground, ImU32 edge) {
  ImGui::EndGroup();
  narrow_window(box_padding);
  const float bottom = ImGui::GetItemRectMax().y + box_padding;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->ChannelsSetCurrent(0);
  draw->AddRectFilled(box.place, {box.place.x + box.width, bottom}, ground, corner);
  draw->AddRectFilled(box.place, {box.place.x + 3, bottom}, edge, corner,
                      ImDrawFlags_RoundCornersLeft);
  draw->ChannelsMerge();
  ImGui::SetCursorScreenPos({box.place.x, bottom});
  ImGui::Dummy({box.width, 0});
}

void bar(const Ui& ui, ImVec2 place, float width, float height, float share, ImU32 color) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float radius = height / 2;
  draw->AddRectFilled(place, {place.x + width, place.y + height}, ui.palette.track, radius);
  const float filled = std::max(std::clamp(share, 0.0F, 1.0F) * width, height);
  draw->AddRectFilled(place, {place.x + filled, place.y + height}, color, radius);
}

void scroll_by_touch(int axis) {
  constexpr float finger_slack = 8.0F;
  const ImGuiIO& io = ImGui::GetIO();
  const bool dragged = io.MouseSource == ImGuiMouseSource_TouchScreen &&
                       ImGui::IsMouseDragging(ImGuiMouseButton_Left, finger_slack) &&
                       ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  const ImVec2 drag = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, finger_slack);
  const bool along_x = std::abs(drag.x) > std::abs(drag.y);
  if (!dragged || along_x != (axis == 0)) return;  // a slider is dragged across
  ImGui::ClearActiveID();
  ImGui::SetScrollX(ImGui::GetScrollX() - (axis == 0 ? io.MouseDelta.x : 0.0F));
  ImGui::SetScrollY(ImGui::GetScrollY() - (axis == 1 ? io.MouseDelta.y : 0.0F));
}

void begin_panel(const char* id, const Area& area, ImU32 background, ImVec2 padding, bool on_top) {
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                           ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                           ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
  if (!on_top) flags |= ImGuiWindowFlags_NoBringToFrontOnFocus;
  ImGui::SetNextWindowPos(top_left(area));
  ImGui::SetNextWindowSize({static_cast<float>(area.width), static_cast<float>(area.height)});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, background);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
  ImGui::Begin(id, nullptr, flags);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

void end_panel() {
  ImGui::End();
}

}  // namespace chestlens::viewer
