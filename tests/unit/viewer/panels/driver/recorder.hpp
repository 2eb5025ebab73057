#pragma once

#include "drawn.hpp"

#include <chestlens/overlay.hpp>

#include <map>

namespace chestlens::viewer {

/// Collects what ImGui draws while it is the context's TestEngine.
struct Recorder {
  DrawnFrame frame;
  std::map<unsigned, RgbaImage> textures;  // as last uploaded, by name
  unsigned last_texture = 0;
};

/// Makes `recorder` the one of the current context. It must outlive it.
void attach(Recorder& recorder);

/// That of the current context; throws where there is none.
Recorder& current_recorder();

/// After ImGui::Render(): the windows of the frame, and their triangles.
void record_draw_data(DrawnFrame& frame);

/// What `clip` shows of the window, and what scrolling it or the windows around it brings there.
ImRect reach_of(const ImGuiWindow& window, ImRect clip);

}  // namespace chestlens::viewer
