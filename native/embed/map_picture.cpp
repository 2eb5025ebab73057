#include "embed/map_picture.hpp"

#include "plot/axis.hpp"

#include <chestlens/map_groups.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

/// A grouping of the films by names, in the names' order.
struct Grouping {
  const char* legend;
  const std::vector<std::string>& names;
  const std::vector<int>& of_film;
  GroupSeparation MapSeparation::* measured;
};

/// Sets the row's groups, and the group of each film.
void set_groups(const Grouping& grouping, ScatterRow& row) {
  MapGrouping made = group_films(grouping.names, grouping.of_film);
  for (const MapGroup& group : made.groups) {
    const std::string films = number_text(static_cast<double>(group.films));
    row.groups.push_back({.name = group.name + " " + films, .is_rest = group.is_rest});
  }
  row.group_of = std::move(made.group_of);
}

/// "silhouette 0.08 (0.05), nearest agree 84 % (90 %)", in brackets those of films never seen.
std::string separation_text(const MadeMap& made, GroupSeparation MapSeparation::* which) {
  const GroupSeparation &all = made.all.*which, &unseen = made.unseen.*which;
  const bool has_unseen = made.unseen.films > 0;
  if (!std::isfinite(all.silhouette)) return "one group";
  std::string text = "silhouette " + silhouette_text(all.silhouette);
  if (has_unseen && std::isfinite(unseen.silhouette)) {
    text += " (" + silhouette_text(unseen.silhouette) + ")";
  }
  if (!std::isfinite(all.accuracy)) return text;
  text += fmt::format(", nearest agree {:.0f} %", 100.0 * all.accuracy);
  if (has_unseen && std::isfinite(unseen.accuracy)) {
    text += fmt::format(" ({:.0f} %)", 100.0 * unseen.accuracy);
  }
  return text;
}

ScatterRow row_of(const MapStudy& study, const Grouping& grouping) {
  ScatterRow row;
  row.legend = grouping.legend;
  set_groups(grouping, row);
  for (const ModelMap& model : study.models) {
    ScatterPanel panel;
    panel.title = model.title;
    panel.subtitle = separation_text(model.made, grouping.measured);
    for (const MapFilm& film : model.made.map.films) {
      panel.x.push_back(film.place.x);
      panel.y.push_back(film.place.y);
    }
    for (std::size_t i = 0; i < model.placed.size(); ++i) {
      const MapPoint at = model.placed[i].placed.place;
      panel.marks.push_back({at.x, at.y, fmt::format("{}", i + 1)});
    }
    row.panels.push_back(std::move(panel));
  }
  return row;
}

}  // namespace

ScatterChart map_picture(const MapStudy& study) {
  ScatterChart chart;
  const std::size_t films = study.films.count();
  chart.title = fmt::format("{} by what the networks see in them",
                            films_text(static_cast<std::int64_t>(films)));
  chart.rows.push_back(row_of(
      study, {"Class", study.films.classes, study.films.class_of, &MapSeparation::by_class}));
  chart.rows.push_back(row_of(
      study, {"Source", study.films.sources, study.films.source_of, &MapSeparation::by_source}));
  chart.notes.emplace_back(map_caution);
  const bool has_unseen = std::ranges::any_of(
      study.models, [](const ModelMap& model) { return model.made.unseen.films > 0; });
  chart.notes.push_back(
      fmt::format("t-SNE at perplexity {:g}. Silhouette: -1 to 1. Nearest agree: for so many films "
                  "most of the {} nearest{} are of the film's own group.{}",
                  study.models.front().made.map.perplexity, separation_neighbours,
                  study.films.patients_known ? " of other patients" : "",
                  has_unseen ? " In brackets: of films that the model never saw." : ""));
  const auto& placed = study.models.front().placed;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    chart.notes.push_back(fmt::format("{}: {}", i + 1, placed[i].file));
  }
  for (const ModelMap& model : study.models) {
    chart.description += fmt::format("{}: by class {}; by source {}. ", model.title,
                                     separation_text(model.made, &MapSeparation::by_class),
                                     separation_text(model.made, &MapSeparation::by_source));
  }
  return chart;
}

}  // namespace chestlens
