#pragma once

#include <concepts>
#include <string>

namespace chestlens {

/// "1234567" -> "1,234,567"; a sign may come first.
std::string group_digits(std::string digits);

/// 1234567 -> "1,234,567", for people; of any type, so that no caller converts a sign away.
std::string group_digits(std::integral auto number) {
  return group_digits(std::to_string(number));
}

/// "20,000 x 5,000".
std::string describe_size(std::integral auto width_pixels, std::integral auto height_pixels) {
  return group_digits(width_pixels) + " x " + group_digits(height_pixels);
}

/// The shortest decimal that reads back to the same double: 0.1 -> "0.1".
std::string describe_number(double number);

}  // namespace chestlens
