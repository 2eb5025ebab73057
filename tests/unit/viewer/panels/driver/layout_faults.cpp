#include "layout_faults.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>

namespace chestlens::viewer {
namespace {

using Faults = std::vector<std::string>;

constexpr float rounding = 0.51F;     // units by which places are rounded to pixels
constexpr float line_spacing = 3.0F;  // by which lines of one paragraph may lie in each other

std::string text_of(const ImRect& box) {
  return fmt::format("({:.0f}, {:.0f}) to ({:.0f}, {:.0f})", box.Min.x, box.Min.y, box.Max.x,
                     box.Max.y);
}

std::string name_of(const DrawnItem& item) {
  return fmt::format("{}: the item \"{}\"", item.panel, item.label);
}

std::string name_of(const DrawnText& text) {
  return fmt::format("{}: the text \"{}\"", text.panel, text.text);
}

bool is_control(const DrawnItem& item) {
  return !item.label.empty() && is_seen(item.box, item.clip);
}

bool lies_in(const ImRect& box, const ImRect& outer) {
  return box.Min.x >= outer.Min.x - rounding && box.Min.y >= outer.Min.y - rounding &&
         box.Max.x <= outer.Max.x + rounding && box.Max.y <= outer.Max.y + rounding;
}

bool lie_on_each_other(const ImRect& a, const ImRect& b, float slack) {
  const ImRect common = seen(a, b);
  return common.GetWidth() > slack && common.GetHeight() > slack;
}

/// Whether a control lies whole on the ground, as a button does on the film: it has the pointer,
/// for ImGui gives that to the first item.
bool is_ground_of(const ImRect& ground, const ImRect& control) {
  return lies_in(control, ground) && ground.GetWidth() > control.GetWidth() + 1 &&
         ground.GetHeight() > control.GetHeight() + 1;
}

/// Whether one is drawn about the other to set it off from what is behind.
bool is_rim_of(const DrawnText& rim, const DrawnText& text) {
  constexpr float rim_width = 4.0F;
  return rim.text == text.text && std::abs(rim.box.Min.x - text.box.Min.x) <= rim_width &&
         std::abs(rim.box.Min.y - text.box.Min.y) <= rim_width;
}

/// Windows count whole, triangles as far as they are seen.
void find_strays(const DrawnFrame& frame, const LayoutRules& rules, Faults& faults) {
  std::map<std::string, ImRect> areas;
  for (const auto& [panel, area] : rules.areas) {
    areas[panel] =
        ImRect(static_cast<float>(area.x), static_cast<float>(area.y),
               static_cast<float>(area.x + area.width), static_cast<float>(area.y + area.height));
  }
  const auto look = [&](const std::string& panel, const std::string& what, const ImRect& box) {
    const auto area = areas.find(panel);
    if (area == areas.end() || lies_in(box, area->second)) return;
    faults.push_back(fmt::format("{}: {} at {} is outside the panel's area {}", panel, what,
                                 text_of(box), text_of(area->second)));
  };
  for (const DrawnWindow& window : frame.windows) {
    look(window.panel, "the window " + window.name, window.box);
  }
  for (const DrawnMesh& mesh : frame.meshes) {
    if (is_seen(mesh.box, mesh.clip)) look(mesh.panel, "a shape", seen(mesh.box, mesh.clip));
  }
}

void find_cuts(const DrawnFrame& frame, Faults& faults) {
  const auto look = [&](const auto& drawn) {
    if (lies_in(drawn.box, drawn.reach)) return;
    faults.push_back(fmt::format("{} at {} is cut: {} is seen", name_of(drawn), text_of(drawn.box),
                                 text_of(drawn.reach)));
  };
  for (const DrawnText& text : frame.texts) look(text);
  for (const DrawnItem& item : frame.items) {
    if (is_control(item)) look(item);
  }
}

void find_bad_items(const DrawnFrame& frame, double min_height, Faults& faults) {
  std::map<ImGuiID, int> times;
  for (auto item = frame.items.begin(); item != frame.items.end(); ++item) {
    if (!is_control(*item)) continue;
    if (++times[item->id] == 2) faults.push_back(name_of(*item) + " has an id that another has");
    if (static_cast<double>(item->box.GetHeight()) < min_height) {
      faults.push_back(fmt::format("{} is {:.0f} high, less than {:.0f}", name_of(*item),
                                   item->box.GetHeight(), min_height));
    }
    const ImRect box = seen(item->box, item->clip);
    for (auto other = frame.items.begin(); other != item; ++other) {
      const ImRect earlier = seen(other->box, other->clip);
      if (is_control(*other) && other->panel == item->panel && !other->may_be_overlaid &&
          lie_on_each_other(box, earlier, rounding) && !is_ground_of(box, earlier)) {
        faults.push_back(name_of(*item) + " lies on \"" + other->label + '"');
      }
    }
  }
}

void find_texts_on_texts(const DrawnFrame& frame, Faults& faults) {
  for (auto text = frame.texts.begin(); text != frame.texts.end(); ++text) {
    if (!is_seen(text->box, text->clip)) continue;
    for (auto other = frame.texts.begin(); other != text; ++other) {
      if (other->panel == text->panel && is_seen(other->box, other->clip) &&
          !is_rim_of(*other, *text) &&
          lie_on_each_other(seen(text->box, text->clip), seen(other->box, other->clip),
                            line_spacing)) {
        faults.push_back(name_of(*text) + " lies on \"" + other->text + '"');
      }
    }
  }
}

}  // namespace

std::vector<std::string> layout_faults(const DrawnFrame& frame, const LayoutRules& rules) {
  Faults faults;
  find_strays(frame, rules, faults);
  find_cuts(frame, faults);
  find_bad_items(frame, rules.min_item_height, faults);
  find_texts_on_texts(frame, faults);
  return faults;
}

}  // namespace chestlens::viewer
