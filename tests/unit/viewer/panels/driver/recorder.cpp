#include "recorder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace chestlens::viewer {
namespace {

bool is_child(const ImGuiWindow& window) {
  return (window.Flags & ImGuiWindowFlags_ChildWindow) != 0 && window.ParentWindow != nullptr;
}

/// With a scroll bar, or with none at all, as a strip has it; elsewhere what is too wide is cut.
bool scrolls_sideways(const ImGuiWindow& window) {
  return (window.Flags & (ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoScrollbar)) !=
         0;
}

void add_meshes(DrawnFrame& frame, const std::string& panel, const ImDrawList& list) {
  for (const ImDrawCmd& command : list.CmdBuffer) {
    if (command.ElemCount == 0) continue;
    DrawnMesh mesh;
    mesh.panel = panel;
    mesh.texture = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(command.GetTexID()));
    mesh.clip = ImRect(command.ClipRect);
    mesh.box = ImRect(FLT_MAX, FLT_MAX, -FLT_MAX, -FLT_MAX);
    for (unsigned at = command.IdxOffset; at < command.IdxOffset + command.ElemCount; ++at) {
      const unsigned vertex = command.VtxOffset + list.IdxBuffer[static_cast<int>(at)];
      mesh.box.Add(list.VtxBuffer[static_cast<int>(vertex)].pos);
    }
    frame.meshes.push_back(mesh);
  }
}

/// ImGui begins a window of its own in every frame, and drops it where nothing was put there.
void drop_unused_windows(DrawnFrame& frame) {
  const auto is_unused = [](const auto& drawn) {
    const ImGuiWindow* window = ImGui::FindWindowByName(drawn.panel.c_str());
    return window != nullptr && !window->Active;
  };
  std::erase_if(frame.items, is_unused);
  std::erase_if(frame.texts, is_unused);
}

}  // namespace

void report_misuse(const char* expectation, const char* file, int line) {
  ADD_FAILURE_AT(file, line) << "Dear ImGui expects " << expectation;
}

void attach(Recorder& recorder) {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  context.TestEngine = &recorder;
  context.TestEngineHookItems = true;
}

Recorder& current_recorder() {
  const ImGuiContext* context = ImGui::GetCurrentContext();
  if (context == nullptr || context->TestEngine == nullptr) {
    throw std::logic_error("panels are drawn without a PanelDriver");
  }
  return *static_cast<Recorder*>(context->TestEngine);
}

void record_draw_data(DrawnFrame& frame) {
  drop_unused_windows(frame);
  std::map<const ImDrawList*, std::string> panels;
  for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
    if (!window->Active || window->Hidden) continue;
    const std::string panel = window->RootWindow->Name;
    frame.windows.push_back({window->Name, panel, window->Rect()});
    panels[window->DrawList] = panel;
  }
  for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
    const auto found = panels.find(list);
    add_meshes(frame, found == panels.end() ? list->_OwnerName : found->second, *list);
  }
}

ImRect reach_of(const ImGuiWindow& window, ImRect clip) {
  const ImGuiWindow* scrolled = &window;
  while (scrolled != nullptr) {
    ImVec2 before = scrolled->Scroll;
    ImVec2 after = scrolled->ScrollMax - scrolled->Scroll;
    if (!scrolls_sideways(*scrolled)) before.x = after.x = 0;
    clip.Min -= before;
    clip.Max += after;
    scrolled = is_child(*scrolled) ? scrolled->ParentWindow : nullptr;
  }
  return clip;
}

}  // namespace chestlens::viewer

// Dear ImGui's hooks (IMGUI_ENABLE_TEST_ENGINE).

using chestlens::viewer::current_recorder;
using chestlens::viewer::DrawnItem;
using chestlens::viewer::reach_of;

/// An item is on its way; without `data` it is a window, or a control of ImGui's own.
void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box,
                                 const ImGuiLastItemData* data) {
  const ImGuiWindow& window = *context->CurrentWindow;
  if (id == window.ID || window.Hidden) return;
  DrawnItem item;
  item.id = id;
  item.panel = window.RootWindow->Name;
  item.box = box;
  item.clip = window.ClipRect;
  item.reach = reach_of(window, window.ClipRect);
  item.may_be_overlaid = data != nullptr && (data->InFlags & ImGuiItemFlags_AllowOverlap) != 0;
  current_recorder().frame.items.push_back(item);
}

/// The label of an item in sight, after it was added.
void ImGuiTestEngineHook_ItemInfo(ImGuiContext* /*context*/, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags /*flags*/) {
  auto& items = current_recorder().frame.items;
  const auto found = std::find_if(items.rbegin(), items.rend(),
                                  [id](const DrawnItem& item) { return item.id == id; });
  if (found != items.rend()) found->label = label == nullptr ? "" : label;
}

void ImGuiTestEngineHook_Log(ImGuiContext* /*context*/, const char* /*format*/, ...) {}
