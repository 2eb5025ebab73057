#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// A finite decimal number from `low` to `high`, both included, and nothing after it.
CLI::Validator number_in(double low, double high);

/// A whole number in decimal digits from `low` to `high`, both included.
CLI::Validator whole_number_in(std::int64_t low, std::int64_t high);

/// A seed as recipes take it: a whole number that is not negative.
CLI::Validator seed_number();

/// One of some words; a slip of one is told which.
CLI::Validator one_of(std::vector<std::string> words);

}  // namespace chestlens
