#include "data/csv.hpp"
#include "embed/map_study.hpp"
#include "embed/placed_text.hpp"
#include "io/markdown.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

std::string figure(double value) {
  return std::isfinite(value) ? silhouette_text(value) : "-";
}

std::string share(double value) {
  return std::isfinite(value) ? fmt::format("{:.1f}", 100.0 * value) : "-";
}

void add_rows(std::vector<TextRow>& rows, const ModelMap& model, const char* which,
              const MapSeparation& measured) {
  if (measured.films == 0) return;
  for (const auto& [name, group] :
       {std::pair{"class", &measured.by_class}, std::pair{"source", &measured.by_source}}) {
    rows.push_back({model.title, fmt::format("{}, {}", which, measured.films), name,
                    figure(group->silhouette), figure(group->map_silhouette),
                    share(group->accuracy), share(group->map_accuracy),
                    share(group->largest_share)});
  }
}

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json();
}

Json group_json(const GroupSeparation& group) {
  return {{"silhouette", number(group.silhouette)},
          {"map_silhouette", number(group.map_silhouette)},
          {"nearest_films_accuracy", number(group.accuracy)},
          {"map_nearest_films_accuracy", number(group.map_accuracy)},
          {"largest_group_share", group.largest_share}};
}

Json separation_json(const MapSeparation& measured) {
  return {{"films", measured.films},
          {"by_class", group_json(measured.by_class)},
          {"by_source", group_json(measured.by_source)},
          {"trustworthiness", number(measured.trustworthiness)}};
}

Json model_json(const ModelMap& model) {
  const ReferenceMap& map = model.made.map;
  Json json{{"name", model.name},
            {"title", model.title},
            {"model_sha256", map.model_sha256},
            {"features", map.features()},
            {"principal_components", map.components()},
            {"variance_share", map.variance_share},
            {"perplexity", map.perplexity},
            {"divergence", model.made.divergence},
            {"separation", separation_json(model.made.all)}};
  if (model.made.unseen.films > 0) {
    json["separation_of_unseen_films"] = separation_json(model.made.unseen);
  }
  if (!model.placed.empty()) json["placed"] = placed_json(map, model.placed);
  return json;
}

}  // namespace

std::string silhouette_text(double silhouette) {
  return fmt::format("{:.2f}", std::round(100.0 * silhouette) / 100.0 + 0.0);  // and no -0.00
}

TextRow separation_header() {
  return {"model",        "films",          "groups",
          "silhouette",   "on the map",     "nearest films agree %",
          "on the map %", "largest group %"};
}

std::vector<TextRow> separation_rows(const MapStudy& study) {
  std::vector<TextRow> rows;
  for (const ModelMap& model : study.models) {
    add_rows(rows, model, "all", model.made.all);
    add_rows(rows, model, "never seen", model.made.unseen);
  }
  return rows;
}

std::vector<std::string> separation_notes(const MapStudy& study) {
  std::vector<std::string> notes{fmt::format(
      "Silhouette: -1 to 1. Nearest films: for how many films most of the {} nearest{} are of the "
      "film's own group; naming the largest group always would score the last column.",
      separation_neighbours, study.films.patients_known ? " of other patients" : "")};
  for (const ModelMap& model : study.models) {
    notes.push_back(fmt::format(
        "{}: t-SNE at perplexity {:g} of {} principal components ({:.1f} % of the variance of {} "
        "features), divergence {:.3f}, trustworthiness {:.3f}.",
        model.title, model.made.map.perplexity, model.made.map.components(),
        100.0F * model.made.map.variance_share, model.made.map.features(), model.made.divergence,
        model.made.all.trustworthiness));
  }
  notes.emplace_back(map_caution);
  return notes;
}

std::string to_markdown(const MapStudy& study) {
  std::string text = markdown_table(separation_header(), separation_rows(study), 3) + "\n";
  for (const std::string& note : separation_notes(study)) text += note + "\n";
  return text;
}

std::string to_json(const MapStudy& study) {
  Json json{{"by", "chestlens embed"},
            {"films", study.films.count()},
            {"patients_known", study.films.patients_known},
            {"seed", study.seed},
            {"nearest_films", separation_neighbours},
            {"caution", map_caution},
            {"models", Json::array()}};
  for (const ModelMap& model : study.models) json["models"].push_back(model_json(model));
  // File names may hold any bytes.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string places_csv(const MapStudy& study, const ModelMap& model) {
  std::string text = csv_line({"film", "class", "source", "split", "x", "y"});
  const MapFilms& films = study.films;
  for (std::size_t i = 0; i < films.count(); ++i) {
    const MapFilm& film = model.made.map.films[i];
    text += csv_line({films.files[i], films.classes[film.class_index],
                      films.sources[film.source_index], to_string(film.split),
                      fmt::format("{}", film.place.x), fmt::format("{}", film.place.y)});
  }
  return text;
}

}  // namespace chestlens
