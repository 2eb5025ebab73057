#include "explain/map_numbers.hpp"

#include "data/csv.hpp"
#include "explain/tile.hpp"
#include "io/column_table.hpp"
#include "io/visible_text.hpp"

#include <chestlens/probability.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

struct Peak {
  double x = 0.0, y = 0.0;  // shares of the square's sides
};

Peak peak_of(const FloatImage& map) {
  const auto at = std::ranges::max_element(map.pixels) - map.pixels.begin();
  const auto row = at / map.width_pixels, column = at % map.width_pixels;
  return {(static_cast<double>(column) + 0.5) / map.width_pixels,
          (static_cast<double>(row) + 0.5) / map.height_pixels};
}

const EvidenceSum* sum_of(const MemberMaps& member, MapMethod method, std::size_t c) {
  return method == MapMethod::hires_cam && !member.sums.empty() ? &member.sums[c] : nullptr;
}

std::vector<std::string> csv_fields(const std::string& film, const MemberMaps& member,
                                    const MethodMaps& maps, const Card& card, std::size_t c) {
  std::vector<std::string> fields{film, card.name};
  std::ranges::move(trust_fields(member.trust), std::back_inserter(fields));
  fields.insert(fields.end(),
                {card.classes[c], fmt::to_string(member.probabilities[c]),
                 fmt::to_string(member.logits[c]), std::string(map_method_info(maps.method).name)});
  const EvidenceSum* sum = sum_of(member, maps.method, c);
  fields.push_back(sum != nullptr ? fmt::format("{:.6g}", sum->evidence) : "");
  fields.push_back(sum != nullptr ? fmt::format("{:.6g}", sum->bias) : "");
  if (maps.maps.empty()) {
    fields.insert(fields.end(), {"", "", "", "none: " + maps.refused});
    return fields;
  }
  const FloatImage& map = maps.maps[c];
  const MapContent content = map_content(map);
  fields.push_back(fmt::to_string(most_of(map)));
  const bool has_peak = content == MapContent::evidence;
  const Peak peak = peak_of(map);
  fields.push_back(has_peak ? fmt::format("{:.3f}", peak.x) : "");
  fields.push_back(has_peak ? fmt::format("{:.3f}", peak.y) : "");
  fields.emplace_back(in_words(content));
  return fields;
}

Json member_json(const MemberMaps& member, const Card& card) {
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
    Json of_method{{"method", map_method_info(maps.method).name}};
    if (maps.maps.empty()) {
      of_method["none"] = maps.refused;
    } else {
      of_method["width"] = maps.maps.front().width_pixels;
      of_method["height"] = maps.maps.front().height_pixels;
      for (const FloatImage& map : maps.maps) of_method["maps"].push_back(map.pixels);
    }
    json["methods"].push_back(std::move(of_method));
  }
  return json;
}

}  // namespace

std::string maps_csv_head() {
  std::vector<std::string> columns{"film", "model"};
  std::ranges::move(trust_columns(), std::back_inserter(columns));
  columns.insert(columns.end(), {"class", "probability", "logit", "method", "evidence", "bias",
                                 "largest", "peak_x", "peak_y", "remark"});
  return csv_line(columns);
}

std::string maps_csv_rows(const Explainer& explainer, const NumberedFilm& film) {
  std::string csv;
  for (std::size_t m = 0; m < film.maps->members.size(); ++m) {
    const MemberMaps& member = film.maps->members[m];
    const Card& card = explainer.predictor.members[m].card;
    for (std::size_t c = 0; c < card.classes.size(); ++c) {
      for (const MethodMaps& maps : member.methods) {
        csv += csv_line(csv_fields(film.name, member, maps, card, c));
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
  for (std::size_t m = 0; m < film.maps->members.size(); ++m) {
    of_film["models"].push_back(
        member_json(film.maps->members[m], explainer.predictor.members[m].card));
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
        const EvidenceSum* sum = sum_of(member, maps.method, c);
        if (maps.maps.empty()) {
          row.push_back(maps.refused);
        } else if (map_content(maps.maps[c]) != MapContent::evidence) {
          row.emplace_back(in_words(map_content(maps.maps[c])));
        } else {
          const Peak peak = peak_of(maps.maps[c]);
          row.push_back(fmt::format(
              "strongest {:.0f} % from the left, {:.0f} % from the top{}", 100.0 * peak.x,
              100.0 * peak.y, sum != nullptr ? "; " + evidence_in_words(maps.maps[c], *sum) : ""));
        }
        rows.push_back(std::move(row));
      }
    }
  }
  return text + column_table({"class", "model", "probability", "method", "where"}, rows);
}

}  // namespace chestlens
