#include "io/column_table.hpp"
#include "io/visible_text.hpp"
#include "page/page.hpp"

#include <algorithm>
#include <sstream>

namespace chestlens {
namespace {

std::string indented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    result += line.empty() ? "\n" : "  " + line + "\n";
  }
  return result;
}

std::vector<TextRow> printable_rows(std::vector<TextRow> rows) {
  for (TextRow& row : rows) {
    for (std::string& cell : row) cell = visible_text(cell);
  }
  return rows;
}

/// Names and values in two columns.
std::string fact_lines(const std::vector<PageFact>& facts) {
  std::vector<TextRow> rows;
  for (const PageFact& fact : facts) rows.push_back({fact.name, visible_text(fact.value)});
  const std::string table = column_table({"", ""}, rows);
  return table.substr(table.find('\n') + 1);
}

std::string section_text(const PageSection& section) {
  std::string text;
  if (!section.facts.empty()) text += fact_lines(section.facts);
  for (const PageTable& table : section.tables) {
    text += (text.empty() ? "" : "\n") + table.title + "\n" +
            column_table(table.header, printable_rows(table.rows));
  }
  for (const PagePoint& point : section.points) {
    text += (text.empty() ? "" : "\n") + visible_text(point.title) + "\n" +
            visible_text(point.text) + "\n";
  }
  for (const std::string& note : section.notes) {
    text += (text.empty() ? "" : "\n") + visible_text(note) + "\n";
  }
  return text.empty() ? "" : "\n" + section.title + "\n" + indented(text);
}

}  // namespace

std::string to_text(const Page& page) {
  std::string text = visible_text(page.title) + "\n" + visible_text(page.lead) + "\n";
  for (const PageSection& section : page.sections) text += section_text(section);
  return text;
}

}  // namespace chestlens
