#pragma once

#include "bundle/predictor.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// "FILM  class   a 0.1000  b 0.9000", as a terminal may show it.
std::string table_row(const std::filesystem::path& film, const Prediction& prediction,
                      const Card& card);

/// The columns file, predicted, and one per class for its probability (RFC 4180).
std::string csv_header(const Card& card);
std::string csv_row(const std::filesystem::path& film, const Prediction& prediction,
                    const Card& card);

/// A film's part of the report, with every class's heat-map where it is asked for.
nlohmann::ordered_json to_json(const std::filesystem::path& film, const FilmPrediction& prediction,
                               const Predictor& predictor, bool with_heatmaps);

/// The report as text; bytes that are not UTF-8 become U+FFFD.
std::string json_text(const nlohmann::ordered_json& report);

}  // namespace chestlens
