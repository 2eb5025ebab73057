#include "page/page.hpp"
#include "page/page_style.hpp"
#include "plot/svg.hpp"

#include <fmt/format.h>

namespace chestlens {
namespace {

std::string html_element(const std::string& tag, const std::string& attributes,
                         const std::string& content) {
  return "<" + tag + attributes + ">" + html_text(content) + "</" + tag + ">";
}

std::string cell(const char* tag, const std::string& scope, bool is_word, const std::string& text) {
  return html_element(tag, scope + (is_word ? " class=\"word\"" : ""), text);
}

std::string table_html(const PageTable& table) {
  std::string html = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                     xml_text(table.title) + "\"><table>\n" +
                     html_element("caption", "", table.title) + "\n<thead><tr>";
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    html += cell("th", " scope=\"col\"", i < table.words, table.header[i]);
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const TextRow& row : table.rows) {
    html += "<tr>" + cell("th", " scope=\"row\"", true, row.front());
    for (std::size_t i = 1; i < row.size(); ++i) html += cell("td", "", i < table.words, row[i]);
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string film_html(const PageFilm& film) {
  const auto image = [](const std::string& uri, const std::string& what) {
    return fmt::format("<img src=\"{}\" alt=\"{}\">", xml_text(uri), xml_text(what));
  };
  return "<figure><div class=\"pair\">" + image(film.film_uri, "the film") +
         image(film.overlay_uri, "the film with its heat-map") + "</div>" +
         html_element("figcaption", "", film.caption) + "</figure>\n";
}

std::string figures_html(const std::vector<PageFigure>& figures) {
  if (figures.empty()) return {};
  std::string html = "<div class=\"figures\">\n";
  for (const PageFigure& figure : figures) {
    html += std::string("<figure") + (figure.is_wide ? " class=\"wide\">" : ">") + figure.svg +
            "</figure>\n";
  }
  return html + "</div>\n";
}

const char* class_of(PageTone tone) {
  constexpr const char* classes[] = {"point", "point good", "point caution", "point alarm"};
  return classes[static_cast<std::size_t>(tone)];
}

std::string points_html(const std::vector<PagePoint>& points) {
  if (points.empty()) return {};
  std::string html = "<div class=\"points\">\n";
  for (const PagePoint& point : points) {
    html += fmt::format("<div class=\"{}\">", class_of(point.tone)) +
            html_element("h3", "", point.title) + html_element("p", "", point.text) + "</div>\n";
  }
  return html + "</div>\n";
}

std::string commands_html(const std::vector<std::string>& commands) {
  if (commands.empty()) return {};
  std::string lines;
  for (const std::string& command : commands) lines += command + "\n";
  return "<div class=\"commands\">To make it again" + html_element("pre", "", lines) + "</div>\n";
}

std::string section_html(const PageSection& section, std::size_t number) {
  std::string html =
      fmt::format("<section id=\"s{0}\"{1} aria-labelledby=\"h{0}\">\n<h2 id=\"h{0}\">", number,
                  section.is_sheet ? " class=\"sheet\"" : "") +
      xml_text(section.title) + "</h2>\n";
  if (!section.facts.empty()) {
    html += "<dl>\n";
    for (const auto& [name, value] : section.facts) {
      html += html_element("dt", "", name) + html_element("dd", "", value) + "\n";
    }
    html += "</dl>\n";
  }
  html += points_html(section.points);
  for (const std::string& note : section.notes)
    html += html_element("p", " class=\"note\"", note) + "\n";
  html += figures_html(section.figures);
  for (const PageTable& table : section.tables) html += table_html(table);
  for (const std::string& panel : section.panels) html += panel;
  if (!section.films.empty()) {
    html += "<div class=\"films\">\n";
    for (const PageFilm& film : section.films) html += film_html(film);
    html += "</div>\n";
  }
  if (!section.verbatim.empty()) {
    html += "<details><summary>The whole text</summary><pre>" + xml_text(section.verbatim) +
            "</pre></details>\n";
  }
  return html + commands_html(section.commands) + "</section>\n";
}

}  // namespace

std::string to_html(const Page& page) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
      html_element("title", "", "ChestLens: " + page.title) + "\n<style>" + page_style +
      page.style + "</style></head><body>\n<header>\n" + html_element("h1", "", page.title) + "\n" +
      html_element("p", " class=\"lead\"", page.lead) +
      "\n<p class=\"purpose\">For education and research, never diagnosis.</p>\n<nav "
      "aria-label=\"Sections\">";
  for (std::size_t i = 0; i < page.sections.size(); ++i) {
    html += html_element("a", fmt::format(" href=\"#s{}\"", i), page.sections[i].title) + "\n";
  }
  html += "</nav>\n</header>\n<main>\n";
  for (std::size_t i = 0; i < page.sections.size(); ++i) html += section_html(page.sections[i], i);
  return html + "</main>\n</body></html>\n";
}

}  // namespace chestlens
