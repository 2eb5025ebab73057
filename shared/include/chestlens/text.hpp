#pragma once

#include <cstdint>
#include <string>

namespace chestlens {

/// 1234567 -> "1,234,567", for people.
std::string group_digits(std::int64_t number);

/// "20,000 x 5,000".
std::string describe_size(std::int64_t width_pixels, std::int64_t height_pixels);

/// The shortest decimal that reads back to the same double: 0.1 -> "0.1".
std::string describe_number(double number);

}  // namespace chestlens
