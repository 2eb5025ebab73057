#include "panel_driver.hpp"

#include "paint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace chestlens::viewer {
namespace {

constexpr float pause_seconds = 2.0F;  // longer than the two clicks of a double click may be apart

}  // namespace

Point middle_of(const DrawnItem& item) {
  const ImVec2 center = seen(item.box, item.clip).GetCenter();
  return {static_cast<double>(center.x), static_cast<double>(center.y)};
}

PanelDriver::PanelDriver(Canvas canvas, State state, Frame frame)
    : canvas_(canvas), frame_(std::move(frame)) {
  if (ImGui::GetCurrentContext() != nullptr) throw std::logic_error("there is another PanelDriver");
  app_.state = std::move(state);
  make_context(app_, canvas.pixels_per_unit);
  attach(recorder_);
  try {
    settle();
  } catch (...) {
    drop_context(app_);
    throw;
  }
}

PanelDriver::~PanelDriver() {
  drop_context(app_);
}

std::vector<Event> PanelDriver::take_events() {
  return std::exchange(app_.state.events, {});
}

void PanelDriver::draw(float seconds) {
  recorder_.frame = {};
  frame_(app_, canvas_.width, canvas_.height, canvas_.pixels_per_unit, seconds);
  record_draw_data(recorder_.frame);
}

void PanelDriver::settle() {
  constexpr int frames_after_input = 3;
  for (int frame = 0; frame < frames_after_input || input_pending(); ++frame) draw();
}

void PanelDriver::pause() {
  draw(pause_seconds);
}

void PanelDriver::resize(Canvas canvas) {
  if (canvas.pixels_per_unit != canvas_.pixels_per_unit) {
    app_.ui.fonts = load_fonts(canvas.pixels_per_unit);
  }
  canvas_ = canvas;
  settle();
}

Layout PanelDriver::places() const {
  return layout(static_cast<double>(canvas_.width), static_cast<double>(canvas_.height),
                !app_.state.films.empty());
}

std::vector<const DrawnItem*> PanelDriver::in_sight(std::string_view label,
                                                    std::string_view panel) const {
  std::vector<const DrawnItem*> found;
  for (const DrawnItem& item : drawn().items) {
    if (item.label == label && (panel.empty() || item.panel == panel) &&
        is_seen(item.box, item.clip)) {
      found.push_back(&item);
    }
  }
  return found;
}

const DrawnItem& PanelDriver::item(const ItemName& name) const {
  const auto found = in_sight(name.label, name.panel);
  const auto elsewhere = std::ranges::find_if(
      found, [&](const DrawnItem* item) { return item->panel != found.front()->panel; });
  if (elsewhere != found.end()) {
    throw std::runtime_error(fmt::format("\"{}\" is in two panels, {} and {}", name.label,
                                         found.front()->panel, (*elsewhere)->panel));
  }
  if (name.index < 0 || std::cmp_greater_equal(name.index, found.size())) {
    std::string others;
    for (const DrawnItem& item : drawn().items) others += ' ' + item.panel + '/' + item.label;
    throw std::runtime_error(
        fmt::format("{} items \"{}\" are in sight, none of index {}; there is{}", found.size(),
                    name.label, name.index, others));
  }
  return *found[static_cast<std::size_t>(name.index)];
}

int PanelDriver::count(std::string_view label, std::string_view panel) const {
  return static_cast<int>(in_sight(label, panel).size());
}

std::vector<std::string> PanelDriver::texts(std::string_view panel) const {
  std::vector<std::string> found;
  for (const DrawnText& text : drawn().texts) {
    if ((panel.empty() || text.panel == panel) && is_seen(text.box, text.clip)) {
      found.push_back(text.text);
    }
  }
  return found;
}

RgbaImage PanelDriver::picture() const {
  return paint(*ImGui::GetDrawData(), recorder_.textures);
}

std::vector<Picture> PanelDriver::pictures(std::string_view panel) const {
  std::vector<Picture> found;
  for (const DrawnMesh& mesh : drawn().meshes) {
    if (mesh.texture == 0 || mesh.panel != panel || !is_seen(mesh.box, mesh.clip)) continue;
    found.push_back({mesh.box, &recorder_.textures.at(mesh.texture)});
  }
  return found;
}

}  // namespace chestlens::viewer
