#pragma once

#include "report/timing.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// Films per batch that is timed.
inline constexpr std::array<int, 2> timed_batches = {1, 32};
using BatchTimings = std::array<Timing, timed_batches.size()>;

/// What a bundle costs: to store, to send, to compute.
struct Complexity {
  std::string bundle, network;
  int size_pixels = 0;
  std::int64_t parameters = 0;
  std::int64_t multiply_adds = 0;  // for one film
  std::int64_t bundle_bytes = 0;   // of the files that a runtime loads, but for the card
  std::int64_t gzip_bytes = 0;     // of these files as a server sends them
  BatchTimings libtorch, onnx_runtime;
};

struct ComplexityReport {
  std::vector<Complexity> bundles;  // at least one
  std::string processor;
  int threads = 1;
  std::vector<std::string> software;  // each with its version
};

/// The members run one after another: sums, also of the timings.
Complexity ensemble_of(std::span<const Complexity> members);

/// A Markdown table and under it how it was measured; several bundles have the ensemble as last
/// row.
std::string to_markdown(const ComplexityReport& report);

/// The same for programs, at full precision.
std::string to_json(const ComplexityReport& report);

}  // namespace chestlens
