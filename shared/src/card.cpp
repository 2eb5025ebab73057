#include "bundle_json.hpp"
#include "json_reader.hpp"

#include <chestlens/card.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace chestlens {
namespace {

bool is_file_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

bool is_sha256(std::string_view digest) {
  return digest.size() == 64 &&
         digest.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string read_file_name(JsonReader& fields, std::string_view key) {
  std::string name = fields.text(key);
  if (!is_file_name(name)) {
    fields.reject(key, "must be the name of a file in the bundle's folder, is \"" + name + '"');
  }
  return name;
}

std::vector<std::string> read_classes(JsonReader& fields) {
  std::vector<std::string> classes = fields.texts("classes");
  if (classes.size() < 2) fields.reject("classes", "must name at least 2 classes");
  const std::set<std::string_view> distinct(classes.begin(), classes.end());
  if (distinct.size() != classes.size() || distinct.contains("")) {
    fields.reject("classes", "must be distinct names, none empty");
  }
  return classes;
}

InputSpec read_input(JsonReader fields) {
  InputSpec input;
  input.size_pixels = static_cast<int>(fields.integer("size_pixels", 16, 2048));
  const Result<FitMode> fit = parse_fit_mode(fields.text("fit"));
  if (fit) {
    input.fit = *fit;
  } else {
    fields.reject("fit", fit.error().message);
  }
  input.window_low_percentile = fields.number("window_low_percentile", 0.0, 100.0);
  input.window_high_percentile = fields.number("window_high_percentile", 0.0, 100.0);
  if (input.window_low_percentile >= input.window_high_percentile) {
    fields.reject("window_high_percentile", "must be above window_low_percentile");
  }
  return input;
}

DataSource read_source(JsonReader& fields) {
  DataSource source;
  source.name = fields.non_empty_text("name");
  source.licence = fields.non_empty_text("licence");
  source.films = fields.integer("films", 0);
  return source;
}

ParityCertificate read_certificate(JsonReader fields, std::size_t classes) {
  constexpr double largest = 1e6;
  ParityCertificate certificate;
  certificate.reference_input = read_file_name(fields, "reference_input");
  certificate.reference_logits = fields.floats("reference_logits");
  if (certificate.reference_logits.size() != classes) {
    fields.reject("reference_logits", fmt::format("must hold {} numbers, one per class, holds {}",
                                                  classes, certificate.reference_logits.size()));
  }
  certificate.max_logit_difference = fields.number("max_logit_difference", 0.0, largest);
  certificate.max_heatmap_difference = fields.number("max_heatmap_difference", 0.0, largest);
  certificate.films_compared =
      static_cast<int>(fields.integer("films_compared", 0, std::numeric_limits<int>::max()));
  certificate.runtimes = fields.text("runtimes");
  return certificate;
}

StorageReport read_storage(JsonReader fields) {
  StorageReport storage;
  const std::string weights = fields.text("weights");
  if (weights == to_string(WeightStorage::float16)) {
    storage.weights = WeightStorage::float16;
  } else if (weights != to_string(WeightStorage::float32)) {
    fields.reject("weights", "must be \"float32\" or \"float16\", is \"" + weights + '"');
  }
  storage.changes = fields.list("changes", [](JsonReader& change) {
    return StorageChange{change.non_empty_text("metric"), change.number("trained", 0.0, 1.0),
                         change.number("stored", 0.0, 1.0)};
  });
  return storage;
}

FileDigest read_digest(JsonReader& fields) {
  FileDigest digest;
  digest.file = read_file_name(fields, "file");
  digest.bytes = fields.integer("bytes", 0);
  digest.sha256 = fields.text("sha256");
  if (!is_sha256(digest.sha256)) fields.reject("sha256", "must be 64 lower-case hex digits");
  return digest;
}

Card read_card(JsonReader& fields) {
  constexpr int most_side = 1 << 16;
  Card card;
  card.name = read_folder_name(fields, "name");
  card.title = fields.non_empty_text("title");
  card.version = fields.non_empty_text("version");
  card.network = fields.non_empty_text("network");
  card.classes = read_classes(fields);
  card.input = read_input(fields.object("input"));
  card.temperature = fields.number("temperature", 1e-3, 1e3);
  card.parameters = fields.integer("parameters", 0);
  card.multiply_adds = fields.integer("multiply_adds", 0);
  card.activation_features = static_cast<int>(fields.integer("activation_features", 1, most_side));
  card.activation_height = static_cast<int>(fields.integer("activation_height", 1, most_side));
  card.activation_width = static_cast<int>(fields.integer("activation_width", 1, most_side));
  card.training_data = fields.list("training_data", read_source);
  card.recipe = fields.text("recipe");
  card.metrics = fields.list("metrics", read_metric);
  card.audit = fields.texts("audit");
  card.limits = fields.texts("limits");
  card.intended_use = fields.text("intended_use");
  card.storage = read_storage(fields.object("storage"));
  card.certificate = read_certificate(fields.object("certificate"), card.classes.size());
  card.files = fields.list("files", read_digest);
  return card;
}

}  // namespace

std::string_view to_string(WeightStorage storage) {
  return storage == WeightStorage::float16 ? "float16" : "float32";
}

Result<Card> parse_card(std::string_view json) {
  return read_document(json, "the card", read_card);
}

std::string to_json(const Card& card) {
  using nlohmann::ordered_json;
  ordered_json sources = ordered_json::array();
  for (const DataSource& source : card.training_data) {
    sources.push_back(
        {{"name", source.name}, {"licence", source.licence}, {"films", source.films}});
  }
  ordered_json changes = ordered_json::array();
  for (const StorageChange& change : card.storage.changes) {
    changes.push_back(
        {{"metric", change.metric}, {"trained", change.trained}, {"stored", change.stored}});
  }
  ordered_json files = ordered_json::array();
  for (const FileDigest& digest : card.files) {
    files.push_back({{"file", digest.file}, {"bytes", digest.bytes}, {"sha256", digest.sha256}});
  }
  const ParityCertificate& certificate = card.certificate;
  const ordered_json document{
      {"format", card.format},
      {"name", card.name},
      {"title", card.title},
      {"version", card.version},
      {"network", card.network},
      {"classes", card.classes},
      {"input",
       {{"size_pixels", card.input.size_pixels},
        {"fit", to_string(card.input.fit)},
        {"window_low_percentile", card.input.window_low_percentile},
        {"window_high_percentile", card.input.window_high_percentile}}},
      {"temperature", card.temperature},
      {"parameters", card.parameters},
      {"multiply_adds", card.multiply_adds},
      {"activation_features", card.activation_features},
      {"activation_height", card.activation_height},
      {"activation_width", card.activation_width},
      {"training_data", sources},
      {"recipe", card.recipe},
      {"metrics", metrics_json(card.metrics)},
      {"audit", card.audit},
      {"limits", card.limits},
      {"intended_use", card.intended_use},
      {"storage", {{"weights", to_string(card.storage.weights)}, {"changes", changes}}},
      {"certificate",
       {{"reference_input", certificate.reference_input},
        {"reference_logits", certificate.reference_logits},
        {"max_logit_difference", certificate.max_logit_difference},
        {"max_heatmap_difference", certificate.max_heatmap_difference},
        {"films_compared", certificate.films_compared},
        {"runtimes", certificate.runtimes}}},
      {"files", files}};
  return document_text(document);
}

}  // namespace chestlens
