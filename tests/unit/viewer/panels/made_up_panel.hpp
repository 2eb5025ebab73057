#pragma once

#include "driver/panel_driver.hpp"

#include <viewer/ui/widgets.hpp>

#include <functional>
#include <utility>

namespace chestlens::viewer {

/// For tests of the driver itself: frames with one panel, "made-up", of 300 x 200 units.
inline PanelDriver::Frame made_up_panel(std::function<void(const Ui&)> draw) {
  return [draw = std::move(draw)](App& app, float width, float height, float, float seconds) {
    ImGui::GetIO().DisplaySize = {width, height};
    ImGui::GetIO().DeltaTime = seconds;
    ImGui::NewFrame();
    begin_panel("made-up", {0, 0, 300, 200}, app.ui.palette.panel, {0, 0});
    draw(app.ui);
    end_panel();
    ImGui::Render();
  };
}

inline constexpr Canvas made_up_canvas = {600, 400};

}  // namespace chestlens::viewer
