#pragma once

#include "bundle/predictor.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace chestlens {

/// How results are written: rows for people, CSV, one JSON document, or one JSON object a line.
enum class ResultFormat : std::uint8_t { table, csv, json, json_lines };

struct ResultStyle {
  ResultFormat format = ResultFormat::table;
  bool heatmaps = false;  // every class's in the JSON, row by row, scaled to 0..1
};

/// What stands before the first film, and after the last one, of which there may be none.
std::string results_head(const ResultStyle& style, const Predictor& predictor);
std::string results_tail(const ResultStyle& style, bool has_films);

/// A film's part, of `prediction` or of the error in its place, or of both, where pictures could
/// not be written. In a table a film without a prediction has none; in CSV its cells are blank. A
/// document's parts want a comma between them. Bytes that are not UTF-8 become U+FFFD in JSON.
std::string film_result(const ResultStyle& style, const Predictor& predictor,
                        const std::filesystem::path& film, const FilmPrediction* prediction,
                        const Error* error);

/// What the film's row of CSV or JSON lines begins with.
std::string row_begin(ResultFormat format, const std::filesystem::path& film);

/// Whether a row of CSV or JSON lines, which begins so, is of a film that failed.
bool is_failed_row(ResultFormat format, std::string_view row, std::string_view begin);

}  // namespace chestlens
