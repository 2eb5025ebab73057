#include "evaluate/prediction_file.hpp"

#include "data/csv.hpp"
#include "io/atomic_file.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <charconv>

namespace chestlens {
namespace {

const std::vector<std::string> first_columns{"file", "patient_id", "class"};
const std::string logit_prefix = "logit ";

/// The shortest text that reads back as the same number.
std::string text_of(float value) {
  char text[32];
  const auto end = std::to_chars(std::begin(text), std::end(text), value).ptr;
  return {text, end};
}

bool read_number(const std::string& text, float& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

Result<std::vector<std::string>> classes_of(const std::vector<std::string>& header) {
  std::vector<std::string> classes;
  const bool starts = header.size() > first_columns.size() &&
                      std::equal(first_columns.begin(), first_columns.end(), header.begin());
  for (std::size_t i = first_columns.size(); starts && i < header.size(); ++i) {
    if (!header[i].starts_with(logit_prefix)) break;
    classes.push_back(header[i].substr(logit_prefix.size()));
  }
  if (!starts || classes.size() + first_columns.size() != header.size()) {
    return fail(ErrorCode::parse,
                "is no table of predictions: its columns are not file, patient_id, class and "
                "\"logit CLASS\" for each class");
  }
  return classes;
}

Result<PredictedFilm> film_of(const CsvRecord& record, const std::vector<std::string>& classes) {
  const auto bad = [&](const std::string& what) {
    return fail(ErrorCode::parse, "line " + std::to_string(record.line) + ": " + what);
  };
  const auto& fields = record.fields;
  if (fields.size() != first_columns.size() + classes.size()) {
    return bad("has " + std::to_string(fields.size()) + " fields, not " +
               std::to_string(first_columns.size() + classes.size()));
  }
  const auto label = std::ranges::find(classes, fields[2]);
  if (label == classes.end()) return bad("no column is of the class \"" + fields[2] + "\"");
  PredictedFilm film{.file = fields[0],
                     .patient_id = fields[1],
                     .label = static_cast<int>(label - classes.begin()),
                     .logits = std::vector<float>(classes.size())};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const auto& field = fields[first_columns.size() + c];
    if (!read_number(field, film.logits[c])) return bad("\"" + field + "\" is no number");
  }
  return film;
}

Result<PredictionTable> parse(const std::string& text) {
  CHESTLENS_TRY(const auto records, parse_csv(text));
  if (records.empty()) return fail(ErrorCode::parse, "is empty");
  CHESTLENS_TRY(auto classes, classes_of(records.front().fields));
  PredictionTable table{std::move(classes), {}};
  for (std::size_t i = 1; i < records.size(); ++i) {
    CHESTLENS_TRY(auto film, film_of((records)[i], table.classes));
    table.films.push_back(std::move(film));
  }
  return table;
}

}  // namespace

PredictionTable prediction_table(const Manifest& manifest, std::span<const std::size_t> films,
                                 const Predictions& predictions) {
  PredictionTable table{manifest.classes, {}};
  const auto logits = predictions.logits.contiguous();
  const auto classes = static_cast<std::size_t>(logits.size(1));
  for (std::size_t i = 0; i < films.size(); ++i) {
    const ManifestRow& film = manifest.films[films[i]];
    const float* row = logits.data_ptr<float>() + i * classes;
    table.films.push_back({film.file, film.patient_id, film.class_index, {row, row + classes}});
  }
  return table;
}

Status save_predictions(const std::filesystem::path& path, const PredictionTable& table) {
  auto header = first_columns;
  for (const auto& name : table.classes) header.push_back(logit_prefix + name);
  std::string text = csv_line(header);
  for (const auto& film : table.films) {
    std::vector<std::string> fields{film.file, film.patient_id,
                                    table.classes[static_cast<std::size_t>(film.label)]};
    for (const float logit : film.logits) fields.push_back(text_of(logit));
    text += csv_line(fields);
  }
  return write_file_atomic(path, text);
}

Result<PredictionTable> load_predictions(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto text, read_text(path));
  CHESTLENS_TRY(auto table, with_context(parse(text), path.string()));
  return table;
}

}  // namespace chestlens
