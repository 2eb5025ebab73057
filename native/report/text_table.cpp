#include "report/text_table.hpp"

#include "plot/svg.hpp"

namespace chestlens {
namespace {

std::string element(const std::string& tag, const std::string& attributes,
                    const std::string& content) {
  return "<" + tag + attributes + ">" + html_text(content) + "</" + tag + ">";
}

std::string html_header(const TextRow& cells) {
  std::string text = "<tr>";
  for (const std::string& cell : cells) text += element("th", " scope=\"col\"", cell);
  return text + "</tr>";
}

std::string html_row(const TextRow& cells) {
  std::string text = "<tr>" + element("th", " scope=\"row\"", cells.front());
  for (std::size_t i = 1; i < cells.size(); ++i) text += element("td", "", cells[i]);
  return text + "</tr>\n";
}

}  // namespace

std::string to_markdown(const TextTable& table) {
  return "### " + table.title + "\n\n" + markdown_table(table.header, table.rows);
}

std::string to_html(const TextTable& table) {
  std::string text = element("h2", "", table.title) + "\n<div class=\"scroll\"><table>\n<thead>" +
                     html_header(table.header) + "</thead>\n<tbody>\n";
  for (const auto& row : table.rows) text += html_row(row);
  return text + "</tbody></table></div>\n";
}

}  // namespace chestlens
