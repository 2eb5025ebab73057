#include <chestlens/text.hpp>

#include <fmt/format.h>

namespace chestlens {

std::string group_digits(std::int64_t number) {
  std::string digits = fmt::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string describe_size(std::int64_t width_pixels, std::int64_t height_pixels) {
  return fmt::format("{} x {}", group_digits(width_pixels), group_digits(height_pixels));
}

std::string describe_number(double number) {
  return fmt::to_string(number);
}

}  // namespace chestlens
