#include "plot/axis.hpp"

#include "io/text.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

/// "1e-07" -> "1e-7".
std::string scientific_text(double value, int significant_digits) {
  const std::string text = fmt::format("{:.{}e}", value, significant_digits - 1);
  const std::size_t mantissa_end = text.find('e');
  return fmt::format("{}e{}", without_trailing_zeros(text.substr(0, mantissa_end)),
                     std::stoi(text.substr(mantissa_end + 1)));
}

std::string whole_text(double value) {
  return group_digits(std::llrint(value));
}

/// Between these, digits are written out.
bool reads_as_decimal(double value) {
  const double size = std::abs(value);
  return size == 0.0 || (size >= 1e-3 && size < 1e7);
}

/// The 1, 2, 5 or 10 times a power of ten next to `raw`.
double nice_step(double raw) {
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double share = raw / power;
  if (share < 1.5) return power;
  if (share < 3.0) return 2.0 * power;
  if (share < 7.0) return 5.0 * power;
  return 10.0 * power;
}

std::string tick_text(double value, double step) {
  if (value == 0.0) return "0";
  if (!reads_as_decimal(step) || !reads_as_decimal(value)) return scientific_text(value, 4);
  const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  return decimals == 0 ? whole_text(value) : fmt::format("{:.{}f}", value, decimals);
}

}  // namespace

double Axis::share(double value) const {
  if (logarithmic) return std::log(value / low) / std::log(high / low);
  return (value - low) / (high - low);
}

Axis linear_axis(double low, double high, int wanted, AxisEnds ends) {
  if (high - low <= 1e-12 * std::max(std::abs(low), std::abs(high))) {
    const double margin = low == 0.0 ? 1.0 : std::abs(low) / 2.0;
    low -= margin;
    high += margin;
  }
  const double step = nice_step((high - low) / std::max(wanted, 1));
  constexpr double slack = 1e-9;  // a tick that rounding puts just outside is one
  auto first = std::ceil(low / step - slack);
  auto last = std::floor(high / step + slack);
  if (ends == AxisEnds::at_ticks) {
    first = std::floor(low / step + slack);
    last = std::ceil(high / step - slack);
    low = first * step;
    high = last * step;
  }
  Axis axis{low, high, false, {}};
  for (double i = first; i <= last; i += 1.0)
    axis.ticks.push_back({i * step, tick_text(i * step, step)});
  return axis;
}

Axis log_axis(double low, double high, int wanted) {
  if (high / low <= 1.0 + 1e-12) {
    low /= 2.0;
    high *= 2.0;
  }
  constexpr double slack = 1e-9;
  Axis axis{low, high, true, {}};
  const auto first = static_cast<int>(std::floor(std::log10(low)));
  const auto last = static_cast<int>(std::ceil(std::log10(high)));
  const int every = std::max(1, (last - first + wanted - 1) / std::max(wanted, 1));
  const bool few = std::log10(high / low) < 2.0;
  const bool decimal = low >= 1e-3 && high < 1e5;
  for (int exponent = first; exponent <= last; exponent += every) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = factor * std::pow(10.0, exponent);
      const bool inside = value >= low * (1.0 - slack) && value <= high * (1.0 + slack);
      if (inside && (few || factor == 1.0)) {
        axis.ticks.push_back({value, decimal ? number_text(value) : scientific_text(value, 1)});
      }
    }
  }
  return axis;
}

std::string number_text(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? "unknown" : (value > 0 ? "inf" : "-inf");
  if (!reads_as_decimal(value)) return scientific_text(value, 3);
  if (value == std::round(value)) return whole_text(value);
  const int whole_digits = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  if (whole_digits >= 3) return whole_text(value);
  return without_trailing_zeros(fmt::format("{:.{}f}", value, std::min(3 - whole_digits, 5)));
}

std::string films_text(std::int64_t films) {
  return number_text(static_cast<double>(films)) + (films == 1 ? " film" : " films");
}

}  // namespace chestlens
