#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// "a, b, c".
std::string joined(const std::vector<std::string>& words);

/// The text without the characters of `blanks` at either end.
std::string_view trimmed(std::string_view text, std::string_view blanks = " \t");

/// "1 stage", "3 stages".
std::string counted(std::uint64_t count, std::string_view thing);

/// The text with A to Z as a to z; other characters stay.
std::string lower_case(std::string_view text);

/// What the system says of `error_number`, a value of errno.
std::string system_reason(int error_number);

/// What an exception says, without the stack that LibTorch writes below it.
std::string what(const std::exception& exception);

/// "1.50" -> "1.5", "2.00" -> "2"; text without a point stays as it is.
std::string without_trailing_zeros(std::string decimal);

/// A share in [0,1] as "97.3"; the unit is the caller's to write.
std::string percent(double share);

}  // namespace chestlens
