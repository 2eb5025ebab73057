#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace chestlens {

/// A bar with rate and time left on a terminal, a plain line every few seconds elsewhere. Writes to
/// standard error, so standard output stays data.
class Progress {
 public:
  /// `unit` as in "films"; total 0 means unknown.
  Progress(std::string title, std::int64_t total, std::string unit);
  ~Progress();  // ends the line if finish() was not called
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `note` follows the bar, e.g. "loss 0.412".
  void advance(std::int64_t steps = 1, std::string_view note = {});
  void finish(std::string_view note = {});
  /// A line of its own above the bar.
  void report(std::string_view line);

 private:
  void print(bool last);

  std::string title_;
  std::string unit_;
  std::string note_;
  std::int64_t total_ = 0;
  std::int64_t done_ = 0;
  bool terminal_ = false;
  bool finished_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_print_;
};

}  // namespace chestlens
