#include "cli/predict_results.hpp"

#include "bundle/trust_text.hpp"
#include "data/csv.hpp"
#include "io/utf8.hpp"
#include "io/visible_text.hpp"

#include <chestlens/card.hpp>
#include <chestlens/probability.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

const Card& card_of(const Predictor& predictor) {
  return predictor.members.front().card;
}

const std::string& predicted_class(const Card& card, const Prediction& prediction) {
  return card.classes[static_cast<std::size_t>(most_probable(prediction.probabilities))];
}

Json by_class(const std::vector<std::string>& classes, const std::vector<float>& probabilities) {
  Json json;
  for (std::size_t c = 0; c < classes.size(); ++c) json[classes[c]] = probabilities[c];
  return json;
}

Json heatmaps_to_json(const std::vector<FloatImage>& heatmaps,
                      const std::vector<std::string>& classes) {
  Json json = {{"width", heatmaps.front().width_pixels},
               {"height", heatmaps.front().height_pixels}};
  for (std::size_t c = 0; c < classes.size(); ++c) json["values"][classes[c]] = heatmaps[c].pixels;
  return json;
}

std::string json_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// The bytes of a path, percent-encoded (RFC 3986) but for slashes.
std::string url_of(const std::filesystem::path& path) {
  constexpr std::string_view plain = "-._~/";
  std::string url;
  for (const char c : path.string()) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                          (c >= 'a' && c <= 'z') || plain.find(c) != std::string_view::npos;
    url += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return url;
}

/// Said before any probability: every member's answer, and the least sure one for all.
void add_trust(Json& json, const FilmPrediction& prediction, const Predictor& predictor) {
  if (!prediction.combined.trust) return;
  json["trust"] = trust_json(*prediction.combined.trust);
  for (std::size_t m = 0; predictor.members.size() > 1 && m < predictor.members.size(); ++m) {
    const auto& trust = prediction.members[m].prediction.trust;
    if (trust) json["trust"]["members"][predictor.members[m].card.name] = trust_json(*trust);
  }
}

Json to_json(const std::filesystem::path& film, const FilmPrediction* prediction,
             const Error* error, const Predictor& predictor, bool with_heatmaps) {
  Json json = {{"file", as_utf8(film.string())}};
  if (first_not_utf8(film.string()) != std::string::npos) json["file_url"] = url_of(film);
  if (prediction != nullptr) {
    const Card& card = card_of(predictor);
    if (!prediction->film.notes.empty()) json["notes"] = prediction->film.notes;
    add_trust(json, *prediction, predictor);
    json["predicted"] = predicted_class(card, prediction->combined);
    json["probabilities"] = by_class(card.classes, prediction->combined.probabilities);
    for (std::size_t m = 0; predictor.members.size() > 1 && m < predictor.members.size(); ++m) {
      json["members"][predictor.members[m].card.name] =
          by_class(card.classes, prediction->members[m].prediction.probabilities);
    }
    if (with_heatmaps) {
      json["heatmaps"] = heatmaps_to_json(prediction->combined.heatmaps, card.classes);
    }
  }
  if (error != nullptr) json["error"] = as_utf8(to_string(*error));
  return json;
}

/// An object of the document's list, on lines of its own.
std::string list_entry(const Json& json) {
  std::string entry = "\n    ";
  for (const char c : json_text(json, 2)) {
    entry += c;
    if (c == '\n') entry += "    ";
  }
  return entry;
}

/// "FILM  [like]  class   a 0.1000  b 0.9000", as a terminal may show it.
std::string table_row(const std::filesystem::path& film, const Prediction& prediction,
                      const Card& card) {
  std::string row = visible_text(film.string()) + "  ";
  if (prediction.trust) row += trust_note(*prediction.trust) + "  ";
  row += visible_text(predicted_class(card, prediction)) + " ";
  for (std::size_t c = 0; c < card.classes.size(); ++c) {
    row += fmt::format("  {} {:.4f}", visible_text(card.classes[c]), prediction.probabilities[c]);
  }
  return row + "\n";
}

/// The columns file, trust, trust_score, perhaps, predicted, and one per class for its probability
/// (RFC 4180).
std::string csv_row(const std::filesystem::path& film, const Prediction* prediction,
                    const Card& card) {
  std::vector<std::string> fields{as_utf8(film.string())};
  fields.resize(5 + card.classes.size());
  if (prediction != nullptr) {
    std::ranges::move(trust_fields(prediction->trust), fields.begin() + 1);
    fields[4] = predicted_class(card, *prediction);
    for (std::size_t c = 0; c < card.classes.size(); ++c) {
      fields[5 + c] = fmt::format("{}", prediction->probabilities[c]);
    }
  }
  return csv_line(fields);
}

}  // namespace

std::string results_head(const ResultStyle& style, const Predictor& predictor) {
  const Card& card = card_of(predictor);
  if (style.format == ResultFormat::csv) {
    std::vector<std::string> fields{"file", "trust", "trust_score", "perhaps", "predicted"};
    fields.insert(fields.end(), card.classes.begin(), card.classes.end());
    return csv_line(fields);
  }
  if (style.format != ResultFormat::json) return "";
  std::string head = json_text({{"bundle", predictor.name}, {"classes", card.classes}}, 2);
  head.resize(head.size() - 2);  // the list of films goes before the end
  return head + ",\n  \"films\": [";
}

std::string results_tail(const ResultStyle& style, bool has_films) {
  if (style.format != ResultFormat::json) return "";
  return has_films ? "\n  ]\n}\n" : "]\n}\n";
}

std::string film_result(const ResultStyle& style, const Predictor& predictor,
                        const std::filesystem::path& film, const FilmPrediction* prediction,
                        const Error* error) {
  const Prediction* combined = prediction == nullptr ? nullptr : &prediction->combined;
  switch (style.format) {
    case ResultFormat::table:
      return combined == nullptr ? "" : table_row(film, *combined, card_of(predictor));
    case ResultFormat::csv:
      return csv_row(film, combined, card_of(predictor));
    case ResultFormat::json:
      return list_entry(to_json(film, prediction, error, predictor, style.heatmaps));
    case ResultFormat::json_lines:
      break;
  }
  return json_text(to_json(film, prediction, error, predictor, style.heatmaps), -1) + '\n';
}

std::string row_begin(ResultFormat format, const std::filesystem::path& film) {
  if (format == ResultFormat::csv) {
    std::string begin = csv_line({as_utf8(film.string())});
    begin.back() = ',';
    return begin;
  }
  return "{\"file\":" + json_text(as_utf8(film.string()), -1) + ",";
}

bool is_failed_row(ResultFormat format, std::string_view row, std::string_view begin) {
  if (format == ResultFormat::csv) {
    return row.substr(begin.size()).find_first_not_of(",\r\n") == std::string_view::npos;
  }
  const auto json = nlohmann::json::parse(row, nullptr, /*allow_exceptions=*/false);
  return json.is_object() && json.contains("error");
}

}  // namespace chestlens
