#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace chestlens {

/// How far a long work is.
struct ProgressState {
  std::string_view title;
  std::string_view unit;   // as in "films"
  std::int64_t done = 0;   // units
  std::int64_t total = 0;  // units; 0 where it is not known
  std::string_view note;   // e.g. "loss 0.412"
  double seconds = 0.0;    // since its beginning
  bool is_finished = false;
};

/// Where a library says what it does, since it prints nothing itself. A callback that is empty is
/// not called; the others are called from one thread at a time.
struct Reporter {
  std::function<void(std::string_view)> line = {};    // part of the outcome, one line
  std::function<void(std::string_view)> notice = {};  // worth knowing beside it, one line
  std::function<void(const ProgressState&)> progress = {};

  void say(std::string_view text) const {
    if (line) line(text);
  }
  void note(std::string_view text) const {
    if (notice) notice(text);
  }
};

}  // namespace chestlens
