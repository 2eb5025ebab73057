#pragma once

#include <bridge/reply.hpp>
#include <viewer/web/page.hpp>

#include <utility>

namespace chestlens::viewer {

inline State& state() {
  return app().state;
}

/// Makes a change of the state, redraws, sends its events to the page, and replies {ok} or why not.
template <typename Change>
emscripten::val changed(Change&& change) {
  const emscripten::val reply = bridge::reply([&]() -> Result<emscripten::val> {
    CHESTLENS_CHECK(std::forward<Change>(change)());
    return emscripten::val::object();
  });
  send_events();
  redraw();
  return reply;
}

}  // namespace chestlens::viewer
