#include "cli/predict_results.hpp"

#include "data/csv.hpp"
#include "io/visible_text.hpp"

#include <chestlens/probability.hpp>

#include <fmt/format.h>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

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

}  // namespace

std::string table_row(const std::filesystem::path& film, const Prediction& prediction,
                      const Card& card) {
  std::string row =
      visible_text(film.string()) + "  " + visible_text(predicted_class(card, prediction)) + " ";
  for (std::size_t c = 0; c < card.classes.size(); ++c) {
    row += fmt::format("  {} {:.4f}", visible_text(card.classes[c]), prediction.probabilities[c]);
  }
  return row + "\n";
}

std::string csv_header(const Card& card) {
  std::vector<std::string> fields{"file", "predicted"};
  fields.insert(fields.end(), card.classes.begin(), card.classes.end());
  return csv_line(fields);
}

std::string csv_row(const std::filesystem::path& film, const Prediction& prediction,
                    const Card& card) {
  std::vector<std::string> fields{film.string(), predicted_class(card, prediction)};
  for (const float probability : prediction.probabilities) {
    fields.push_back(fmt::format("{}", probability));
  }
  return csv_line(fields);
}

Json to_json(const std::filesystem::path& film, const FilmPrediction& prediction,
             const Predictor& predictor, bool with_heatmaps) {
  const Card& card = predictor.members.front().card;
  const auto& [probabilities, heatmaps] = prediction.combined;
  Json json = {{"file", film.string()},
               {"predicted", predicted_class(card, prediction.combined)},
               {"probabilities", by_class(card.classes, probabilities)}};
  if (predictor.members.size() > 1) {
    for (std::size_t m = 0; m < predictor.members.size(); ++m) {
      json["members"][predictor.members[m].card.name] =
          by_class(card.classes, prediction.members[m].prediction.probabilities);
    }
  }
  if (with_heatmaps) json["heatmaps"] = heatmaps_to_json(heatmaps, card.classes);
  return json;
}

std::string json_text(const Json& report) {
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace chestlens
