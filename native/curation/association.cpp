#include "curation/association.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

namespace chestlens {
namespace {

/// Names with their counts, in order of names.
std::map<std::string, std::int64_t> count(std::span<const std::string> names) {
  std::map<std::string, std::int64_t> counts;
  for (const std::string& name : names) ++counts[name];
  return counts;
}

std::size_t position(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

void measure(Association& table, std::int64_t films, const std::vector<std::int64_t>& row_sums,
             const std::vector<std::int64_t>& column_sums) {
  const auto n = static_cast<double>(films);
  double chi_square = 0.0;
  double information = 0.0;
  double entropy = 0.0;
  double guessed = 0.0;
  for (std::size_t r = 0; r < row_sums.size(); ++r) {
    std::int64_t largest = 0;
    for (std::size_t c = 0; c < column_sums.size(); ++c) {
      const auto observed = static_cast<double>(table.at(r, c));
      const double expected =
          static_cast<double>(row_sums[r]) * static_cast<double>(column_sums[c]) / n;
      chi_square += (observed - expected) * (observed - expected) / expected;
      if (observed > 0.0) information += observed / n * std::log(observed / expected);
      largest = std::max(largest, table.at(r, c));
    }
    guessed += static_cast<double>(largest);
  }
  for (const std::int64_t sum : column_sums) {
    entropy -= static_cast<double>(sum) / n * std::log(static_cast<double>(sum) / n);
  }
  table.accuracy = guessed / n;
  table.majority_accuracy = static_cast<double>(std::ranges::max(column_sums)) / n;
  const std::size_t freedom = std::min(row_sums.size(), column_sums.size()) - 1;
  if (freedom > 0) table.cramers_v = std::sqrt(chi_square / n / static_cast<double>(freedom));
  if (entropy > 0.0) table.uncertainty_coefficient = information / entropy;
}

}  // namespace

std::int64_t Association::at(std::size_t row, std::size_t column) const {
  return counts[row * columns.size() + column];
}

Association associate(std::span<const std::string> rows, std::span<const std::string> columns) {
  Association table;
  if (rows.empty()) return table;
  const auto row_counts = count(rows);
  const auto column_counts = count(columns);
  std::vector<std::int64_t> column_sums;
  for (const auto& [name, films] : column_counts) {
    table.columns.push_back(name);
    column_sums.push_back(films);
  }
  std::vector<std::pair<std::string, std::int64_t>> ordered(row_counts.begin(), row_counts.end());
  std::ranges::stable_sort(ordered, std::greater{}, &std::pair<std::string, std::int64_t>::second);
  std::vector<std::int64_t> row_sums;
  for (const auto& [name, films] : ordered) {
    table.rows.push_back(name);
    row_sums.push_back(films);
  }
  table.counts.assign(table.rows.size() * table.columns.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ++table.counts[position(table.rows, rows[i]) * table.columns.size() +
                   position(table.columns, columns[i])];
  }
  measure(table, static_cast<std::int64_t>(rows.size()), row_sums, column_sums);
  return table;
}

}  // namespace chestlens
