#include "explain/panel.hpp"
#include "explain/tile.hpp"
#include "io/base64.hpp"
#include "plot/svg.hpp"

#include <chestlens/encode.hpp>

#include <fmt/format.h>

namespace chestlens {
namespace {

Result<std::string> tile_html(const PanelTile& tile) {
  if (tile.picture.pixels.empty()) {
    return fmt::format("<td class=\"none\">{}</td>", xml_text(tile.caption));
  }
  CHESTLENS_TRY(const auto png, encode_png(tile.picture));
  return fmt::format(
      "<td><img width=\"{}\" height=\"{}\" alt=\"{}\" src=\"data:image/png;base64,{}\">"
      "<span>{}</span></td>",
      tile.picture.width_pixels, tile.picture.height_pixels, xml_text(tile.alternative),
      base64(png), html_text(tile.caption));
}

Result<std::string> row_html(const PanelRow& row) {
  std::string html = fmt::format("<tr{}><th scope=\"row\"><b>{}</b>",
                                 row.is_marked ? " class=\"marked\"" : "", html_text(row.title));
  for (const std::string& line : row.lines) html += fmt::format("<span>{}</span>", html_text(line));
  html += "</th>";
  for (const PanelTile& tile : row.tiles) {
    CHESTLENS_TRY(const auto cell, tile_html(tile));
    html += cell;
  }
  return html + "</tr>\n";
}

}  // namespace

Result<std::string> to_html(const Panel& panel, int heading) {
  std::string html =
      fmt::format("<section class=\"panel\"><h{1}>{0}</h{1}>\n", html_text(panel.title), heading);
  for (const std::string& warning : panel.warnings) {
    html += fmt::format("<p class=\"trust\">{}</p>\n", html_text(warning));
  }
  html += fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>\n<thead>",
      xml_text(panel.title));
  if (!panel.groups.empty()) {
    html += "<tr><td></td>";
    for (const PanelGroup& group : panel.groups) {
      html += fmt::format("<th scope=\"colgroup\" class=\"group\" colspan=\"{}\">{}</th>",
                          group.columns, xml_text(group.title));
    }
    html += "</tr>";
  }
  html += "<tr><td></td>";
  for (const std::string& column : panel.columns) {
    html += fmt::format("<th scope=\"col\">{}</th>", xml_text(column));
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const PanelRow& row : panel.rows) {
    CHESTLENS_TRY(const auto cells, row_html(row));
    html += cells;
  }
  html += "</tbody></table></div>\n";
  for (const ColorBar& bar : color_bars(panel.look)) {
    CHESTLENS_TRY(const auto png, encode_png(color_bar(160, 10, bar.colors)));
    html += fmt::format(
        "<p class=\"note bar\">{} <img alt=\"colors of the maps\" "
        "src=\"data:image/png;base64,{}\"> {}</p>\n",
        bar.least, base64(png), bar.most);
  }
  for (const std::string& note : panel.notes) {
    html += fmt::format("<p class=\"note\">{}</p>\n", html_text(note));
  }
  return html + "</section>\n";
}

}  // namespace chestlens
