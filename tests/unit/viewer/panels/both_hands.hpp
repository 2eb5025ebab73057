#pragma once

#include "driver/panel_driver.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens::viewer {

/// Tests that are run twice: at desktop size by mouse, and at a phone's by finger.
class BothHands : public testing::TestWithParam<Canvas> {
 protected:
  PanelDriver& open(State state) { return driver_.emplace(GetParam(), std::move(state)); }
  PanelDriver& driver() { return *driver_; }
  State& state() { return driver_->state(); }
  const Film& film() { return *selected_film(driver_->state()); }
  bool is_phone() const { return GetParam().width == phone_canvas.width; }

  void press(Point place) { is_phone() ? driver_->tap(place) : driver_->click(place); }
  /// What says so, scrolled into sight if it must be.
  void press(std::string_view text, std::string_view panel = "results") {
    press(driver_->reach(text, panel));
  }
  void drag(Point from, Point to) {
    is_phone() ? driver_->touch_drag(from, to) : driver_->drag(from, to);
  }
  /// A slider beside the film, to a share of its width.
  void slide(const char* slider, double share) {
    driver_->scroll_to(slider, "results");
    is_phone() ? driver_->touch_drag(slider, share) : driver_->drag(slider, share);
  }

  /// The events of one kind since the last call; all others are forgotten.
  template <typename Wanted>
  std::vector<Wanted> take() {
    std::vector<Wanted> found;
    for (const Event& event : driver_->take_events()) {
      if (const auto* wanted = std::get_if<Wanted>(&event)) found.push_back(*wanted);
    }
    return found;
  }

 private:
  std::optional<PanelDriver> driver_;
};

inline std::string name_of_canvas(const testing::TestParamInfo<Canvas>& info) {
  return std::to_string(static_cast<int>(info.param.width));
}

/// After the tests of a suite that BothHands is the base of.
#define CHESTLENS_BOTH_HANDS(suite)                                                    \
  INSTANTIATE_TEST_SUITE_P(Canvas, suite, testing::Values(large_canvas, phone_canvas), \
                           name_of_canvas)

}  // namespace chestlens::viewer
