// The gestures of PanelDriver, as the events that web/main.cpp makes of them.
#include "panel_driver.hpp"

#include <fmt/format.h>
#include <viewer/commands.hpp>

#include <algorithm>
#include <stdexcept>

namespace chestlens::viewer {
namespace {

Point point_of(ImVec2 place) {
  return {static_cast<double>(place.x), static_cast<double>(place.y)};
}

bool is_whole(const ImRect& box, const ImRect& clip) {
  return box.Min.y >= clip.Min.y && box.Max.y <= clip.Max.y;
}

/// Of a slider, the place at a share of its width.
Point place_on(const DrawnItem& item, double share) {
  const auto left = static_cast<double>(item.box.Min.x);
  return {left + share * static_cast<double>(item.box.GetWidth()), middle_of(item).y};
}

}  // namespace

void PanelDriver::send_place(Point place, bool touch) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  io.AddMousePosEvent(static_cast<float>(place.x), static_cast<float>(place.y));
}

void PanelDriver::point_at(Point place) {
  pause();
  send_place(place, false);
  settle();
}

void PanelDriver::point_at(const ItemName& name) {
  point_at(middle_of(item(name)));
}

void PanelDriver::hold(Point place, ImGuiMouseButton button) {
  point_at(place);
  ImGui::GetIO().AddMouseButtonEvent(button, true);
  settle();
}

void PanelDriver::move_on(Point place) {
  send_place(place, ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen);
  settle();
}

void PanelDriver::release(ImGuiMouseButton button) {
  ImGui::GetIO().AddMouseButtonEvent(button, false);
  settle();
}

void PanelDriver::click(Point place) {
  hold(place);
  release();
}

void PanelDriver::click(const ItemName& name) {
  click(middle_of(item(name)));
}

void PanelDriver::double_click(Point place) {
  click(place);
  ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, true);
  release();
}

void PanelDriver::press_and_drag(Point from, Point to, ImGuiMouseButton button, bool touch) {
  constexpr int moves = 10;
  pause();
  send_place(from, touch);
  if (!touch) draw();  // a mouse is there before it presses
  ImGui::GetIO().AddMouseButtonEvent(button, true);
  settle();
  for (int move = 1; move <= moves; ++move) {
    const double share = static_cast<double>(move) / moves;
    send_place({from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)}, touch);
    draw();
  }
  ImGui::GetIO().AddMouseButtonEvent(button, false);
  if (touch) ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);  // a finger leaves no pointer
  settle();
}

void PanelDriver::drag(Point from, Point to, ImGuiMouseButton button) {
  press_and_drag(from, to, button, false);
}

void PanelDriver::drag(const ItemName& slider, double share) {
  const DrawnItem& found = item(slider);
  drag(middle_of(found), place_on(found, share));
}

void PanelDriver::wheel(Point place, float steps) {
  point_at(place);
  ImGui::GetIO().AddMouseWheelEvent(0.0F, steps);
  settle();
}

void PanelDriver::scroll_until(const std::function<bool()>& is_there, std::string_view panel) {
  if (is_there()) return;
  const auto& windows = drawn().windows;
  const auto window = std::ranges::find(windows, panel, &DrawnWindow::name);
  if (window == windows.end()) throw std::runtime_error(fmt::format("no panel \"{}\"", panel));
  const Point place = point_of(window->box.GetCenter());
  constexpr float to_the_top = 1000.0F;
  constexpr int most_turns = 60;
  wheel(place, to_the_top);
  for (int turn = 0; turn < most_turns && !is_there(); ++turn) wheel(place, -1.0F);
}

const DrawnItem& PanelDriver::scroll_to(std::string_view label, std::string_view panel) {
  const auto is_there = [&] {
    const auto found = in_sight(label, panel);
    return !found.empty() && is_whole(found.front()->box, found.front()->clip);
  };
  scroll_until(is_there, panel);
  const auto found = in_sight(label, panel);
  if (found.empty()) throw std::runtime_error(fmt::format("no item \"{}\" in {}", label, panel));
  return *found.front();
}

Point PanelDriver::reach(std::string_view text, std::string_view panel) {
  const auto find = [&] {
    return std::ranges::find_if(drawn().texts, [&](const DrawnText& drawn) {
      return drawn.text == text && drawn.panel == panel && is_whole(drawn.box, drawn.clip);
    });
  };
  scroll_until([&] { return find() != drawn().texts.end(); }, panel);
  const auto found = find();
  if (found == drawn().texts.end()) {
    throw std::runtime_error(fmt::format("\"{}\" is not to be read in {}", text, panel));
  }
  return point_of(found->box.GetCenter());
}

void PanelDriver::tap(Point place) {
  press_and_drag(place, place, ImGuiMouseButton_Left, true);
}

void PanelDriver::tap(const ItemName& name) {
  tap(middle_of(item(name)));
}

void PanelDriver::touch_drag(Point from, Point to) {
  press_and_drag(from, to, ImGuiMouseButton_Left, true);
}

void PanelDriver::touch_drag(const ItemName& slider, double share) {
  const DrawnItem& found = item(slider);
  touch_drag(middle_of(found), place_on(found, share));
}

bool PanelDriver::press(std::string_view key) {
  const auto command = command_for_key(key);
  if (command) apply(app_.state, *command);
  settle();
  return command.has_value();
}

}  // namespace chestlens::viewer
