#pragma once

#include "io/reporter.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace chestlens {

/// Counts the units of a long work and tells a reporter of each.
class Progress {
 public:
  /// `unit` as in "films"; total 0 means unknown. The reporter must outlive the work.
  Progress(const Reporter& reporter, std::string title, std::int64_t total, std::string unit);
  ~Progress();  // finishes where finish() was not called
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `note` stays until the next one, e.g. "loss 0.412".
  void advance(std::int64_t steps = 1, std::string_view note = {});
  void finish(std::string_view note = {});

 private:
  void tell() const;

  const Reporter& reporter_;
  std::string title_;
  std::string unit_;
  std::string note_;
  std::int64_t total_ = 0;
  std::int64_t done_ = 0;
  bool finished_ = false;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace chestlens
