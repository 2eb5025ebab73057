#include "io/column_table.hpp"

#include "io/utf8.hpp"

#include <algorithm>

namespace chestlens {
namespace {

std::string row_line(const TextRow& row, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    line += row[i] + std::string(widths[i] - characters_in(row[i]) + 2, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string column_table(const TextRow& header, const std::vector<TextRow>& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < header.size(); ++i) {
    widths.push_back(characters_in(header[i]));
    for (const TextRow& row : rows) widths[i] = std::max(widths[i], characters_in(row[i]));
  }
  std::string text = row_line(header, widths);
  for (const TextRow& row : rows) text += row_line(row, widths);
  return text;
}

}  // namespace chestlens
