#include "plot/svg.hpp"
#include "report/page.hpp"

#include <fmt/format.h>

namespace chestlens {
namespace {

constexpr const char* style = R"(
:root { color-scheme: light dark; --ink: #1f2937; --soft: #4b5563; --line: #d1d5db;
  --paper: #ffffff; --card: #f6f7f9; --accent: #0072b2; }
@media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --soft: #a9b1bd; --line: #3b4350;
  --paper: #14181f; --card: #1c222b; --accent: #6cc0f0; } }
* { box-sizing: border-box; }
body { font: 15px/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 80rem;
  padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem;
  border-bottom: 1px solid var(--line); }
.lead { font-size: 1.05rem; margin: 0 0 .5rem; }
.purpose, .note, figcaption, caption, summary { color: var(--soft); }
.note { max-width: 46rem; margin: .5rem 0; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: 1rem; }
a { color: var(--accent); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 1.25rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; color: var(--ink); padding-bottom: .4rem; }
th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); text-align: right;
  white-space: nowrap; }
th.word, td.word { text-align: left; }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr));
  gap: 1.25rem; align-items: start; margin: 1.25rem 0; }
figure { margin: 0; max-width: 47.5rem; }
figure svg { display: block; width: 100%; height: auto; }
.films { display: grid; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr));
  gap: 1.25rem; margin: 1.25rem 0; }
.films figure { background: var(--card); border-radius: 8px; padding: .6rem; }
.films .pair { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem; }
.films img { display: block; width: 100%; border-radius: 4px; }
figcaption { font-size: .9rem; margin-top: .4rem; overflow-wrap: anywhere; }
pre { background: var(--card); border-radius: 8px; padding: 1rem; overflow-x: auto; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
@media print { body { max-width: none; } nav { display: none; } }
)";

std::string html_element(const std::string& tag, const std::string& attributes,
                         const std::string& content) {
  return "<" + tag + attributes + ">" + xml_text(content) + "</" + tag + ">";
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

std::string section_html(const PageSection& section, std::size_t number) {
  std::string html =
      fmt::format("<section id=\"s{0}\" aria-labelledby=\"h{0}\">\n<h2 id=\"h{0}\">", number) +
      xml_text(section.title) + "</h2>\n";
  if (!section.facts.empty()) {
    html += "<dl>\n";
    for (const auto& [name, value] : section.facts) {
      html += html_element("dt", "", name) + html_element("dd", "", value) + "\n";
    }
    html += "</dl>\n";
  }
  for (const std::string& note : section.notes)
    html += html_element("p", " class=\"note\"", note) + "\n";
  if (!section.figures.empty()) {
    html += "<div class=\"figures\">\n";
    for (const PageFigure& figure : section.figures) {
      html += "<figure>" + figure.svg + "</figure>\n";
    }
    html += "</div>\n";
  }
  for (const PageTable& table : section.tables) html += table_html(table);
  if (!section.films.empty()) {
    html += "<div class=\"films\">\n";
    for (const PageFilm& film : section.films) html += film_html(film);
    html += "</div>\n";
  }
  if (!section.verbatim.empty()) {
    html += "<details><summary>The whole text</summary><pre>" + xml_text(section.verbatim) +
            "</pre></details>\n";
  }
  return html + "</section>\n";
}

}  // namespace

std::string to_html(const Page& page) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
      html_element("title", "", "ChestLens: " + page.title) + "\n<style>" + style +
      "</style></head><body>\n<header>\n" + html_element("h1", "", page.title) + "\n" +
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
