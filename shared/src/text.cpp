#include <chestlens/text.hpp>

#include <fmt/format.h>

namespace chestlens {

std::string group_digits(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string describe_number(double number) {
  return fmt::to_string(number);
}

}  // namespace chestlens
