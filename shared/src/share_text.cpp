#include <chestlens/share_text.hpp>

#include <fmt/format.h>

#include <cmath>

namespace chestlens {

std::string in_percent(double share) {
  const double hundredths = 100.0 * share;
  const bool is_zero = std::abs(hundredths) < 0.05;  // which has no sign
  return fmt::format("{:.1f}", is_zero ? 0.0 : hundredths);
}

std::string in_percent(double value, double low, double high) {
  return fmt::format("{} ({} to {})", in_percent(value), in_percent(low), in_percent(high));
}

}  // namespace chestlens
