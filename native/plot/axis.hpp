#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

struct Tick {
  double value = 0.0;
  std::string text;
};

/// The values along one side of a plot.
struct Axis {
  double low = 0.0;
  double high = 1.0;
  bool logarithmic = false;
  std::vector<Tick> ticks;

  /// 0 at `low`, 1 at `high`.
  double share(double value) const;
};

enum class AxisEnds { at_data, at_ticks };

/// About `wanted` ticks at 1, 2 or 5 times a power of ten (Heckbert 1990). low <= high, both
/// finite; where they are equal the axis reaches to both sides of them.
Axis linear_axis(double low, double high, int wanted, AxisEnds ends);

/// Ticks at powers of ten, thinned to about `wanted`; at 1, 2 and 5 times them where the axis spans
/// fewer than two. 0 < low <= high, both finite.
Axis log_axis(double low, double high, int wanted);

/// For people: 2562 -> "2,562", 0.12345 -> "0.123", 1e-7 -> "1e-7".
std::string number_text(double value);

/// "1 film", "2,562 films".
std::string films_text(std::int64_t films);

}  // namespace chestlens
