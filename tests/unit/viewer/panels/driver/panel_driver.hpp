#pragma once

#include "recorder.hpp"

#include <viewer/app/app.hpp>
#include <viewer/layout.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens::viewer {

struct Canvas {
  float width = 0;
  float height = 0;
  float pixels_per_unit = 1;
};

inline constexpr Canvas large_canvas = {1440, 900};
inline constexpr Canvas small_canvas = {1024, 700};
inline constexpr Canvas phone_canvas = {390, 844, 2};

/// An item by its label in ImGui, and its place among those in sight that have the same. `panel` is
/// wanted where two panels have such an item.
struct ItemName {
  ItemName(const char* label, int index = 0, std::string_view panel = {})
      : label(label), index(index), panel(panel) {}

  std::string_view label;
  int index = 0;
  std::string_view panel;
};

/// A picture that a panel shows.
struct Picture {
  ImRect box;
  const RgbaImage* image = nullptr;
};

/// Draws panels without a display and works them as a person does, by the events of web/main.cpp:
///   driver.click({"class", 2});  driver.drag("opacity", 0.8);  driver.texts("results")
/// After each gesture frames are drawn until ImGui has settled; what the last one showed is here.
/// One driver at a time, for it makes ImGui's context. Functions that name an item throw where it
/// is not in sight.
class PanelDriver {
 public:
  /// Draws a frame: make_frame, or what a test has in its place.
  using Frame = std::function<void(App& app, float width, float height, float pixels_per_unit,
                                   float seconds)>;

  explicit PanelDriver(Canvas canvas = large_canvas, State state = {}, Frame frame = make_frame);
  ~PanelDriver();
  PanelDriver(const PanelDriver&) = delete;
  PanelDriver& operator=(const PanelDriver&) = delete;

  /// Changed by hand, it shows after settle().
  State& state() { return app_.state; }
  /// The events since the last call.
  std::vector<Event> take_events();
  void settle();
  void resize(Canvas canvas);
  Layout places() const;

  const DrawnFrame& drawn() const { return recorder_.frame; }
  const DrawnItem& item(const ItemName& name) const;
  /// How many items in sight have the label.
  int count(std::string_view label, std::string_view panel = {}) const;
  /// The texts in sight, of one panel or of all, in the order in which they were drawn.
  std::vector<std::string> texts(std::string_view panel = {}) const;
  std::vector<Picture> pictures(std::string_view panel) const;
  /// The whole canvas as it looks.
  RgbaImage picture() const;

  // By mouse.
  void point_at(Point place);
  void point_at(const ItemName& name);
  void click(Point place);
  void click(const ItemName& name);
  void double_click(Point place);
  void drag(Point from, Point to, ImGuiMouseButton button = ImGuiMouseButton_Left);
  /// To a share of the item's width, from where it begins.
  void drag(const ItemName& slider, double share);
  /// Up is positive, as for ImGui.
  void wheel(Point place, float steps);
  /// Scrolls a panel until the first item of a label is whole in sight, or the first such text,
  /// whose middle is returned. Both throw where that is nowhere.
  const DrawnItem& scroll_to(std::string_view label, std::string_view panel);
  Point reach(std::string_view text, std::string_view panel);

  // By finger.
  void tap(Point place);
  void tap(const ItemName& name);
  void touch_drag(Point from, Point to);
  void touch_drag(const ItemName& slider, double share);

  // A gesture in parts, to look at what shows meanwhile.
  void hold(Point place, ImGuiMouseButton button = ImGuiMouseButton_Left);
  void move_on(Point place);
  void release(ImGuiMouseButton button = ImGuiMouseButton_Left);

  /// A key by its DOM name ("ArrowDown"); false where the viewer leaves it to the browser.
  bool press(std::string_view key);

 private:
  std::vector<const DrawnItem*> in_sight(std::string_view label, std::string_view panel) const;
  void draw(float seconds = 1.0F / 60.0F);
  void pause();
  void send_place(Point place, bool touch);
  void press_and_drag(Point from, Point to, ImGuiMouseButton button, bool touch);
  void scroll_until(const std::function<bool()>& is_there, std::string_view panel);

  Recorder recorder_;
  App app_;
  Canvas canvas_;
  Frame frame_;
};

/// The middle of what is seen of an item.
Point middle_of(const DrawnItem& item);

}  // namespace chestlens::viewer
