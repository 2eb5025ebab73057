#include "evaluate/prediction_file.hpp"

#include "data/csv.hpp"
#include "io/atomic_file.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <charconv>

namespace chestlens {
namespace {

const std::vector<std::string> older_columns{"file", "patient_id", "class"};
const std::vector<std::string> columns_without_source{"file",     "patient_id", "class",
                                                      "patients", "epoch",      "weights_sha256"};
const std::vector<std::string> first_columns{"file",  "patient_id",     "class", "patients",
                                             "epoch", "weights_sha256", "source"};
const std::string logit_prefix = "logit ";

/// The shortest text that reads back as the same number.
std::string text_of(float value) {
  char text[32];
  const auto end = std::to_chars(std::begin(text), std::end(text), value).ptr;
  return {text, end};
}

template <typename Number>
bool read_number(const std::string& text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool starts_with(const std::vector<std::string>& header, const std::vector<std::string>& columns) {
  return header.size() > columns.size() &&
         std::equal(columns.begin(), columns.end(), header.begin());
}

/// The columns of a table: those before the logits, and the classes of the logits.
struct Header {
  std::size_t first = 0;
  std::vector<std::string> classes;
};

Result<Header> header_of(const std::vector<std::string>& fields) {
  Header header;
  if (starts_with(fields, first_columns)) {
    header.first = first_columns.size();
  } else if (starts_with(fields, columns_without_source)) {
    header.first = columns_without_source.size();
  } else if (starts_with(fields, older_columns)) {
    header.first = older_columns.size();
  }
  for (std::size_t i = header.first; header.first > 0 && i < fields.size(); ++i) {
    if (!fields[i].starts_with(logit_prefix)) break;
    header.classes.push_back(fields[i].substr(logit_prefix.size()));
  }
  if (header.first == 0 || header.first + header.classes.size() != fields.size()) {
    return fail(ErrorCode::parse,
                "is no table of predictions: its columns are not file, patient_id, class, "
                "patients, epoch, weights_sha256, source and \"logit CLASS\" for each class");
  }
  return header;
}

/// Adds the film of a row.
Status read_film(const CsvRecord& record, const Header& header, PredictionTable& table) {
  const auto bad = [&](const std::string& what) {
    return fail(ErrorCode::parse, "line " + std::to_string(record.line) + ": " + what);
  };
  const auto& fields = record.fields;
  const auto& classes = header.classes;
  if (fields.size() != header.first + classes.size()) {
    return bad("has " + std::to_string(fields.size()) + " fields, not " +
               std::to_string(header.first + classes.size()));
  }
  const auto label = std::ranges::find(classes, fields[2]);
  if (label == classes.end()) return bad("no column is of the class \"" + fields[2] + "\"");
  PredictedFilm film{.file = fields[0],
                     .patient_id = fields[1],
                     .label = static_cast<int>(label - classes.begin()),
                     .logits = std::vector<float>(classes.size())};
  if (header.first == first_columns.size()) film.source = fields[6];
  if (header.first >= columns_without_source.size()) {
    film.patient_known = fields[3] != "unknown";
    int epoch = 0;
    if (!read_number(fields[4], epoch)) return bad("\"" + fields[4] + "\" is no epoch");
    const bool same = fields[5] == table.weights_sha256 && epoch == table.epoch;
    if (!table.films.empty() && !same) return bad("is of other weights than the line before");
    table.weights_sha256 = fields[5];
    table.epoch = epoch;
  }
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const auto& field = fields[header.first + c];
    if (!read_number(field, film.logits[c])) return bad("\"" + field + "\" is no number");
  }
  table.films.push_back(std::move(film));
  return {};
}

Result<PredictionTable> parse(const std::string& text) {
  CHESTLENS_TRY(const auto records, parse_csv(text));
  if (records.empty()) return fail(ErrorCode::parse, "is empty");
  CHESTLENS_TRY(const auto header, header_of(records.front().fields));
  PredictionTable table{header.classes, {}};
  for (std::size_t i = 1; i < records.size(); ++i) {
    CHESTLENS_CHECK(read_film(records[i], header, table));
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
    table.films.push_back({film.file,
                           film.patient_id,
                           film.class_index,
                           {row, row + classes},
                           film.patient_known,
                           film.source});
  }
  return table;
}

Status save_predictions(const std::filesystem::path& path, const PredictionTable& table) {
  auto header = first_columns;
  for (const auto& name : table.classes) header.push_back(logit_prefix + name);
  std::string text = csv_line(header);
  for (const auto& film : table.films) {
    std::vector<std::string> fields{film.file,
                                    film.patient_id,
                                    table.classes[static_cast<std::size_t>(film.label)],
                                    film.patient_known ? "" : "unknown",
                                    std::to_string(table.epoch),
                                    table.weights_sha256,
                                    film.source};
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
