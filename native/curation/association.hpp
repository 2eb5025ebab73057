#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// Films by two properties, and how far the one (rows) predicts the other (columns).
struct Association {
  std::vector<std::string> rows;     // sorted by films, most first
  std::vector<std::string> columns;  // in order of their names
  std::vector<std::int64_t> counts;  // [rows][columns]
  double majority_accuracy = 0.0;    // of always guessing the most frequent column
  double accuracy = 0.0;             // of guessing each row's most frequent column
  double cramers_v = 0.0;  // 0 independent .. 1 determined (Cramér 1946); 0 for one row or column
  double uncertainty_coefficient = 0.0;  // share of columns' entropy explained (Theil 1970)

  std::int64_t at(std::size_t row, std::size_t column) const;
};

/// rows[i] and columns[i] belong to film i. Empty input gives an empty table.
Association associate(std::span<const std::string> rows, std::span<const std::string> columns);

}  // namespace chestlens
