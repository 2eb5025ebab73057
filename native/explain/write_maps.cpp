#include "explain/write_maps.hpp"

#include "explain/film_panel.hpp"
#include "io/output_folder.hpp"
#include "plot/svg.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FolderWriter maps_writer{"maps", "chestlens explain"};

constexpr const char* maps_style = R"(
:root { color-scheme: light dark; --ink: #1f2937; --soft: #4b5563; --line: #d1d5db;
  --paper: #ffffff; --accent: #0072b2; }
@media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --soft: #a9b1bd; --line: #3b4350;
  --paper: #14181f; --accent: #6cc0f0; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 96rem;
  padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; overflow-wrap: anywhere; }
p, ul { max-width: 46rem; margin: .5rem 0; }
.note, li { color: var(--soft); }
.warning { border-left: 4px solid var(--accent); padding-left: .8rem; font-weight: 600; }
.scroll { overflow-x: auto; }
@media print { body { max-width: none; } }
)";

Result<std::string> page_of(const MapsFolder& maps) {
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>ChestLens: {0}</title>\n<style>{1}</style></head><body>\n<main>\n<h1>{0}</h1>\n"
      "<p>{2}</p>\n<p class=\"warning\">{3}</p>\n",
      xml_text(maps.title), std::string(maps_style) + panel_style, xml_text(maps.lead),
      xml_text(map_warning));
  for (const auto& [name, panel] : maps.panels) {
    CHESTLENS_TRY(const auto section, to_html(panel));
    html += section;
  }
  html += "<section><h2>What the maps are</h2>\n<ul>\n";
  for (const std::string& meaning : maps.meanings) {
    html += fmt::format("<li>{}</li>\n", xml_text(meaning));
  }
  return html + "</ul></section>\n</main>\n</body></html>\n";
}

}  // namespace

Status check_maps_folder(const fs::path& folder, const OutputRule& rule) {
  return check_written_folder(folder, rule, maps_writer);
}

Status write_maps(const fs::path& folder, const MapsFolder& maps, const OutputRule& rule) {
  CHESTLENS_CHECK(check_maps_folder(folder, rule));
  CHESTLENS_TRY(auto page, page_of(maps));
  std::vector<OutputFile> files{{"index.html", std::move(page)}};
  for (const auto& [name, panel] : maps.panels) {
    CHESTLENS_TRY(const auto png, to_png(panel));
    files.push_back(output_file(name + ".png", png));
  }
  for (const auto& [name, text] : maps.files) files.push_back({name, text});
  return write_output_folder(folder, files, maps_writer, rule);
}

}  // namespace chestlens
