#pragma once

#include <imgui.h>
#include <imgui_internal.h>

#include <string>
#include <vector>

namespace chestlens::viewer {

// What one frame drew. Boxes are in units of the canvas. `panel` is the name of the outermost
// window; `clip` is what the window lets be seen; `reach` is what scrolling can bring into it.

struct DrawnWindow {
  std::string name;
  std::string panel;
  ImRect box;
};

/// Something that takes the pointer.
struct DrawnItem {
  ImGuiID id = 0;
  std::string label;  // as ImGui was given it; empty out of sight, and for what is no control
  std::string panel;
  ImRect box;
  ImRect clip;
  ImRect reach;
  bool may_be_overlaid = false;  // by ImGui::SetNextItemAllowOverlap()
};

struct DrawnText {
  std::string text;  // its lines as one
  std::string panel;
  ImRect box;
  ImRect clip;
  ImRect reach;
  ImU32 color = 0;
};

/// Triangles of one texture; `texture` is 0 for shapes and letters.
struct DrawnMesh {
  std::string panel;
  unsigned texture = 0;
  ImRect box;
  ImRect clip;
};

struct DrawnFrame {
  std::vector<DrawnWindow> windows;
  std::vector<DrawnItem> items;
  std::vector<DrawnText> texts;
  std::vector<DrawnMesh> meshes;
};

/// The part that is seen; inverted where there is none.
inline ImRect seen(ImRect box, const ImRect& clip) {
  box.ClipWith(clip);
  return box;
}

inline bool is_seen(const ImRect& box, const ImRect& clip) {
  return !seen(box, clip).IsInverted() && box.Overlaps(clip);
}

}  // namespace chestlens::viewer
