#pragma once

#include <chestlens/error.hpp>

#include <functional>
#include <vector>

namespace chestlens {

/// How long a piece of work takes, over its repetitions.
struct Timing {
  int repetitions = 0;
  double median_milliseconds = 0.0;
  double percentile_95_milliseconds = 0.0;
};

/// A measurement ends when both are reached.
struct TimingLimits {
  int repetitions = 10;
  double seconds = 2.0;
};

/// The value below which `share` of [0,1] of the values lie, interpolated between its neighbours
/// (Hyndman & Fan 1996, definition 7, as NumPy does). At least one value.
double percentile(std::vector<double> values, double share);

/// Times the work's repetitions, after a few that warm up. Errors: the work's.
Result<Timing> time_repetitions(const std::function<Status()>& work, const TimingLimits& limits);

}  // namespace chestlens
