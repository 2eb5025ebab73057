#include "embed/map_picture.hpp"
#include "model_report/commands.hpp"
#include "model_report/sections.hpp"

namespace chestlens {

PageSection map_section(const ModelReport& report) {
  PageSection section{.title = "Map of the films"};
  section.commands = {map_command_line(report.call, report.evaluated.folders)};
  if (!report.map) {
    section.notes = {reason_in_words("The map", report.map.error())};
    return section;
  }
  const ScatterChart picture = map_picture(*report.map);
  section.figures = {{"maps.svg", picture.title, to_svg(picture), true}};
  section.tables = {{.title = "How far classes and sources are apart",
                     .header = separation_header(),
                     .rows = separation_rows(*report.map),
                     .words = 3}};
  section.notes = separation_notes(*report.map);
  return section;
}

}  // namespace chestlens
