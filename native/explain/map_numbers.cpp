#include "explain/map_numbers.hpp"

#include "data/csv.hpp"
#include "io/column_table.hpp"
#include "io/visible_text.hpp"

#include <chestlens/overlay.hpp>
#include <chestlens/probability.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <optional>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

/// Where the largest value of a member's map lies on the film.
struct Peak {
  PlanePoint in_square = {};  // shares of its sides
  std::string words = {};
};

/// A film's lungs, and what a model was shown of it.
struct FilmPlaces {
  LungField field;
  std::vector<ShownPart> parts;  // of each member
};

FilmPlaces places_of(const Explainer& explainer, const FilmMaps& maps) {
  FilmPlaces places{estimate_lung_field(maps.film), {}};
  for (const PredictorMember& member : explainer.predictor.members) {
    places.parts.push_back(shown_part(maps.film, member.card.input.fit));
  }
  return places;
}

/// None of a map that points at nothing.
std::optional<Peak> peak_in(const FilmPlaces& places, std::size_t member, const MethodMaps& maps,
                            std::size_t c) {
  if (maps.maps.empty() || map_content(maps.maps[c]) != MapContent::evidence) return {};
  const PlanePoint peak = peak_of(maps.maps[c]);
  return Peak{peak, place_in_words(places.field, on_film(peak, places.parts[member]))};
}

const EvidenceSum* sum_of(const MemberMaps& member, MapMethod method, std::size_t c) {
  return method == MapMethod::hires_cam && !member.sums.empty() ? &member.sums[c] : nullptr;
}

std::vector<std::string> csv_fields(const std::string& film, const MemberMaps& member,
                                    const MethodMaps& maps, const Card& card, std::size_t c,
                                    const std::optional<Peak>& peak) {
  std::vector<std::string> fields{film, card.name};
  std::ranges::move(trust_fields(member.trust), std::back_inserter(fields));
  fields.insert(fields.end(),
                {card.classes[c], fmt::to_string(member.probabilities[c]),
                 fmt::to_string(member.logits[c]), std::string(map_method_info(maps.method).name)});
  const EvidenceSum* sum = sum_of(member, maps.method, c);
  fields.push_back(sum != nullptr ? fmt::format("{:.6g}", sum->evidence) : "");
  fields.push_back(sum != nullptr ? fmt::format("{:.6g}", sum->bias) : "");
  if (maps.maps.empty()) {
    fields.insert(fields.end(), {"", "", "", "", "none: " + maps.refused});
    return fields;
  }
  const FloatImage& map = maps.maps[c];
  fields.push_back(fmt::to_string(most_of(map)));
  fields.push_back(peak ? fmt::format("{:.3f}", peak->in_square.x) : "");
  fields.push_back(peak ? fmt::format("{:.3f}", peak->in_square.y) : "");
  fields.push_back(peak ? peak->words : "");
  fields.emplace_back(in_words(map_content(map)));
  return fields;
}

Json method_json(const FilmPlaces& places, std::size_t m, const MethodMaps& maps) {
  Json json{{"method", map_method_info(maps.method).name}};
  if (maps.maps.empty()) {
    json["none"] = maps.refused;
    return json;
  }
  json["width"] = maps.maps.front().width_pixels;
  json["height"] = maps.maps.front().height_pixels;
  for (std::size_t c = 0; c < maps.maps.size(); ++c) {
    json["maps"].push_back(maps.maps[c].pixels);
    const auto peak = peak_in(places, m, maps, c);
    json["places"].push_back(peak ? peak->words : "");
  }
  return json;
}

Json member_json(const FilmPlaces& places, std::size_t m, const MemberMaps& member,
                 const Card& card) {
  Json json{{"model", card.name}};
  if (member.trust) json["trust"] = trust_json(*member.trust);
  json["classes"] = Json::array();
  json["methods"] = Json::array();
  for (std::size_t c = 0; c < card.classes.size(); ++c) {
    Json of_class{{"class", card.classes[c]},
                  {"probability", member.probabilities[c]},
                  {"logit", member.logits[c]}};
    if (!member.sums.empty()) {
      of_class["evidence"] = member.sums[c].evidence;
      of_class["bias"] = member.sums[c].bias;
    }
    json["classes"].push_back(std::move(of_class));
  }
  for (const MethodMaps& maps : member.methods) {
    json["methods"].push_back(method_json(places, m, maps));
  }
  return json;
}

/// What a class's map says, in a line.
std::string where_in_words(const MethodMaps& maps, const EvidenceSum* sum, std::size_t c,
                           const std::optional<Peak>& peak) {
  if (maps.maps.empty()) return maps.refused;
  if (!peak) return std::string(in_words(map_content(maps.maps[c])));
  return fmt::format("strongest {} ({:.0f} % from the left, {:.0f} % from the top){}", peak->words,
                     100.0 * peak->in_square.x, 100.0 * peak->in_square.y,
                     sum != nullptr ? "; " + sum_in_words(maps.maps[c], *sum) : "");
}

}  // namespace

std::string maps_csv_head() {
  std::vector<std::string> columns{"film", "model"};
  std::ranges::move(trust_columns(), std::back_inserter(columns));
  columns.insert(columns.end(), {"class", "probability", "logit", "method", "evidence", "bias",
                                 "largest", "peak_x", "peak_y", "place", "remark"});
  return csv_line(columns);
}

std::string maps_csv_rows(const Explainer& explainer, const NumberedFilm& film) {
  const FilmPlaces places = places_of(explainer, *film.maps);
  std::string csv;
  for (std::size_t m = 0; m < film.maps->members.size(); ++m) {
    const MemberMaps& member = film.maps->members[m];
    const Card& card = explainer.predictor.members[m].card;
    for (std::size_t c = 0; c < card.classes.size(); ++c) {
      for (const MethodMaps& maps : member.methods) {
        csv += csv_line(csv_fields(film.name, member, maps, card, c, peak_in(places, m, maps, c)));
      }
    }
  }
  return csv;
}

std::string maps_json_head(const Explainer& explainer) {
  Json json{{"by", "chestlens explain"}, {"warning", map_warning}};
  if (explainer.predictor.members.size() > 1) {
    json["probabilities_of_a_film"] = together_in_words(explainer.predictor);
  }
  json["methods"] = Json::array();
  for (const MapMethodInfo& method : map_methods()) {
    json["methods"].push_back({{"name", method.name},
                               {"title", method.title},
                               {"meaning", method.meaning},
                               {"paper", method.paper},
                               {"by_class", method.is_by_class}});
  }
  std::string head = json.dump();
  head.pop_back();  // the films go before the end
  return head + ",\"films\":[";
}

std::string maps_json_film(const Explainer& explainer, const NumberedFilm& film, bool is_first) {
  Json of_film{{"film", visible_text(film.name)}};
  const auto trust = trust_of(explainer, *film.maps);
  std::vector<Trust> each;
  for (const ModelTrust& model : trust) each.push_back(model.trust);
  if (!each.empty()) of_film["trust"] = trust_json(combine_trust(each));
  of_film["probabilities"] = film.maps->probabilities;
  const FilmPlaces places = places_of(explainer, *film.maps);
  for (std::size_t m = 0; m < film.maps->members.size(); ++m) {
    of_film["models"].push_back(
        member_json(places, m, film.maps->members[m], explainer.predictor.members[m].card));
  }
  return (is_first ? "" : ",") + of_film.dump();
}

std::string maps_json_tail() {
  return "]}\n";
}

std::string maps_text(const Explainer& explainer, const NumberedFilm& film,
                      const std::vector<int>& classes) {
  std::string text;
  for (const std::string& line : trust_lines(trust_of(explainer, *film.maps))) text += line + '\n';
  const FilmPlaces places = places_of(explainer, *film.maps);
  std::vector<TextRow> rows;
  for (const int shown : classes) {
    const auto c = static_cast<std::size_t>(shown);
    for (std::size_t m = 0; m < film.maps->members.size(); ++m) {
      const MemberMaps& member = film.maps->members[m];
      const Card& card = explainer.predictor.members[m].card;
      for (const MethodMaps& maps : member.methods) {
        TextRow row{visible_text(card.classes[c]), card.name,
                    fmt::format("{:.1f} %", 100.0 * member.probabilities[c]),
                    std::string(map_method_info(maps.method).title)};
        row.push_back(
            where_in_words(maps, sum_of(member, maps.method, c), c, peak_in(places, m, maps, c)));
        rows.push_back(std::move(row));
      }
    }
  }
  return text + column_table({"class", "model", "probability", "method", "where"}, rows);
}

}  // namespace chestlens
