#pragma once

#include <chestlens/assessment.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

using TextRow = std::vector<std::string>;  // one text per cell

/// Pipe table: the first `names` columns to the left, the figures after them to the right.
std::string markdown_table(const TextRow& header, const std::vector<TextRow>& rows,
                           std::size_t names = 1);

/// A share and its interval as "83.1 (79.8-86.0)" in percent. Where the interval is not a
/// number, the share alone; where the share is not, "-".
std::string with_interval(double share, const Interval& interval);
std::string with_interval(const Estimate& share);

/// A p value as "0.034" or "<0.001"; "-" where it is not a number.
std::string p_text(double p);

/// A difference of shares and its interval as "+2.3 (0.4 to 4.1)" in points; "-" where it is not a
/// number.
std::string difference_text(double difference, const Interval& interval);

/// A figure of a class of `films` films, marked where they are few (`few_films`), and the note that
/// explains the mark. Below zero films: their number is not known, no mark.
std::string flagged(const std::string& figure, std::int64_t films);
inline constexpr const char* few_films_note =
    "* fewer than 30 films: read the interval, not the figure";

}  // namespace chestlens
