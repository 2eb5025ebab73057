#include "text.hpp"

#include <array>
#include <charconv>

namespace chestlens {

std::string group_digits(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t end = digits.size(); end > 3; end -= 3) digits.insert(end - 3, 1, ',');
  return digits;
}

std::string describe_size(std::uint64_t width_pixels, std::uint64_t height_pixels) {
  return group_digits(width_pixels) + " x " + group_digits(height_pixels);
}

std::string describe_number(double number) {
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return error == std::errc{} ? std::string(buffer.data(), end) : std::to_string(number);
}

}  // namespace chestlens
