#pragma once

#include <chestlens/assessment.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace chestlens {

using TextRow = std::vector<std::string>;  // one text a cell

/// Pipe table: the first `names` columns to the left, the figures after them to the right.
std::string markdown_table(const TextRow& header, const std::vector<TextRow>& rows,
                           std::size_t names = 1);

/// A share and its interval as "83.1 (79.8-86.0)" in percent. Where the interval is not a
/// number, the share alone; where the share is not, "-".
std::string with_interval(double share, const Interval& interval);
std::string with_interval(const Estimate& share);

}  // namespace chestlens
