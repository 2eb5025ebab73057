#include "bundle_json.hpp"
#include "json_reader.hpp"

#include <chestlens/card.hpp>
#include <chestlens/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace chestlens {
namespace {

// Far beyond what a network of ours has, and far below what makes a size overflow or memory end.
constexpr std::size_t most_classes = 1000;
constexpr std::size_t most_class_characters = 200;
constexpr std::int64_t most_films = 1'000'000'000;
constexpr std::int64_t most_parameters = 1'000'000'000'000;
constexpr std::int64_t most_multiply_adds = 1'000'000'000'000'000;
constexpr std::int64_t most_file_bytes = std::int64_t{1} << 30;
constexpr std::size_t most_files = 16;
constexpr std::int64_t most_output_values = std::int64_t{1} << 26;  // of one film
constexpr std::size_t most_file_name_characters = 100;

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= most_file_name_characters && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

std::string read_file_name(JsonReader& fields, std::string_view key) {
  std::string name = fields.text(key);
  if (!is_file_name(name)) {
    fields.reject(key, "must be the name of a file in the bundle's folder, is " + in_quotes(name));
  }
  return name;
}

std::vector<std::string> read_classes(JsonReader& fields) {
  std::vector<std::string> classes = fields.texts("classes", most_class_characters);
  if (classes.size() < 2) fields.reject("classes", "must name at least 2 classes");
  if (classes.size() > most_classes) {
    fields.reject("classes", fmt::format("must name at most {} classes, names {}", most_classes,
                                         classes.size()));
  }
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
  source.films = fields.integer("films", 0, most_films);
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
  if (fields.has("max_evidence_difference")) {
    certificate.max_evidence_difference = fields.number("max_evidence_difference", 0.0, largest);
  }
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
    fields.reject("weights", "must be \"float32\" or \"float16\", is " + in_quotes(weights));
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
  digest.bytes = fields.integer("bytes", 0, most_file_bytes);
  digest.sha256 = read_sha256(fields, "sha256");
  return digest;
}

/// A digest that may be missing.
std::string read_known_sha256(JsonReader& fields, std::string_view key) {
  return fields.has(key) ? read_sha256(fields, key) : std::string();
}

Provenance read_provenance(JsonReader fields) {
  constexpr int most_epochs = 1'000'000;
  Provenance provenance;
  provenance.program = fields.text("program");
  provenance.recipe_sha256 = read_known_sha256(fields, "recipe_sha256");
  provenance.weights_sha256 = read_known_sha256(fields, "weights_sha256");
  provenance.split_sha256 = read_known_sha256(fields, "split_sha256");
  provenance.model_sha256 = read_known_sha256(fields, "model_sha256");
  provenance.epochs_done = static_cast<int>(fields.integer("epochs_done", 0, most_epochs));
  provenance.epochs_planned = static_cast<int>(fields.integer("epochs_planned", 0, most_epochs));
  const std::string patients = fields.text("patients");
  provenance.patients_known = patients == "known";
  if (!provenance.patients_known && patients != "unknown") {
    fields.reject("patients", "must be \"known\" or \"unknown\", is " + in_quotes(patients));
  }
  return provenance;
}

nlohmann::ordered_json provenance_json(const Provenance& provenance) {
  nlohmann::ordered_json json{{"program", provenance.program}};
  for (const auto& [key, digest] : {std::pair("recipe_sha256", &provenance.recipe_sha256),
                                    std::pair("weights_sha256", &provenance.weights_sha256),
                                    std::pair("split_sha256", &provenance.split_sha256),
                                    std::pair("model_sha256", &provenance.model_sha256)}) {
    if (!digest->empty()) json[key] = *digest;
  }
  json["epochs_done"] = provenance.epochs_done;
  json["epochs_planned"] = provenance.epochs_planned;
  json["patients"] = provenance.patients_known ? "known" : "unknown";
  return json;
}

void check_files(JsonReader& fields, const std::vector<FileDigest>& files) {
  if (files.size() > most_files) {
    fields.reject("files",
                  fmt::format("must not hold more than {}, holds {}", most_files, files.size()));
  }
  std::set<std::string_view> distinct;
  for (const FileDigest& digest : files) {
    if (!distinct.insert(digest.file).second) {
      fields.reject("files",
                    "must not list a file twice, lists " + in_quotes(digest.file) + " twice");
    }
  }
}

/// Activations [F,h,w] and cam_weights [C,F] of one film.
/// "prior" where no film determines the temperature.
bool read_is_fitted(JsonReader& fields) {
  const std::string from = fields.text("temperature_from");
  if (from != "films" && from != "prior") {
    fields.reject("temperature_from", "must be \"films\" or \"prior\", is " + in_quotes(from));
  }
  return from == "films";
}

void check_output_sizes(JsonReader& fields, const Card& card) {
  const std::int64_t activations =
      std::int64_t{card.activation_features} * card.activation_height * card.activation_width;
  const std::int64_t cam_weights = std::ssize(card.classes) * card.activation_features;
  if (std::max(activations, cam_weights) <= most_output_values) return;
  fields.reject("activation_features",
                fmt::format("makes outputs of {} numbers, the limit is {}",
                            std::max(activations, cam_weights), most_output_values));
}

AuditFinding read_finding(JsonReader& fields) {
  constexpr double most = 1e6;
  AuditFinding finding;
  finding.test = fields.non_empty_text("test");
  finding.about = fields.text("about");
  finding.value = fields.number("value", -most, most);
  finding.low = fields.number("low", -most, most);
  finding.high = fields.number("high", -most, most);
  finding.chance = fields.number("chance", -most, most);
  finding.chance_high = fields.number("chance_high", -most, most);
  const std::string verdict = fields.non_empty_text("verdict");
  finding.convicts = verdict == "convicted";
  if (!finding.convicts && verdict != "clear") {
    fields.reject("verdict", "must be convicted or clear");
  }
  finding.sentence = fields.non_empty_text("sentence");
  finding.measured_on = fields.non_empty_text("measured_on");
  if (!(finding.low <= finding.high)) fields.reject("high", "must not be below low");
  return finding;
}

nlohmann::ordered_json findings_json(const std::vector<AuditFinding>& findings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const AuditFinding& finding : findings) {
    list.push_back({{"test", finding.test},
                    {"about", finding.about},
                    {"value", finding.value},
                    {"low", finding.low},
                    {"high", finding.high},
                    {"chance", finding.chance},
                    {"chance_high", finding.chance_high},
                    {"verdict", finding.convicts ? "convicted" : "clear"},
                    {"sentence", finding.sentence},
                    {"measured_on", finding.measured_on}});
  }
  return list;
}

Card read_card(JsonReader& fields) {
  constexpr int most_side = 1 << 16;
  Card card;
  card.format = static_cast<int>(fields.integer("format", 1, newest_card_format));
  card.name = read_folder_name(fields, "name");
  card.title = fields.non_empty_text("title");
  card.version = fields.non_empty_text("version");
  card.network = fields.non_empty_text("network");
  card.classes = read_classes(fields);
  card.input = read_input(fields.object("input"));
  card.temperature = fields.number("temperature", 1e-3, 1e3);
  card.temperature_is_fitted = !fields.has("temperature_from") || read_is_fitted(fields);
  card.parameters = fields.integer("parameters", 0, most_parameters);
  card.multiply_adds = fields.integer("multiply_adds", 0, most_multiply_adds);
  card.activation_features = static_cast<int>(fields.integer("activation_features", 1, most_side));
  card.activation_height = static_cast<int>(fields.integer("activation_height", 1, most_side));
  card.activation_width = static_cast<int>(fields.integer("activation_width", 1, most_side));
  check_output_sizes(fields, card);
  card.training_data = fields.list("training_data", read_source);
  card.recipe = fields.text("recipe");
  card.metrics = fields.list("metrics", read_metric);
  card.audit = fields.texts("audit");
  if (fields.has("trust")) card.trust = fields.list("trust", read_metric);
  if (fields.has("findings")) card.findings = fields.list("findings", read_finding);
  card.limits = fields.texts("limits");
  card.intended_use = fields.text("intended_use");
  card.storage = read_storage(fields.object("storage"));
  card.certificate = read_certificate(fields.object("certificate"), card.classes.size());
  card.files = fields.list("files", read_digest);
  if (fields.has("provenance")) card.provenance = read_provenance(fields.object("provenance"));
  check_files(fields, card.files);
  return card;
}

}  // namespace

std::string_view to_string(WeightStorage storage) {
  return storage == WeightStorage::float16 ? "float16" : "float32";
}

std::string model_sha256(const Card& card) {
  const auto model = std::ranges::find(card.files, "model.onnx", &FileDigest::file);
  return model == card.files.end() ? std::string() : model->sha256;
}

bool has_figures_of_its_model(const Card& card) {
  if (!card.provenance || card.provenance->model_sha256.empty()) return true;
  return card.provenance->model_sha256 == model_sha256(card);
}

Result<Card> parse_card(std::string_view json) {
  return read_document(json, "the card", read_card, newest_card_format);
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
  ordered_json document{
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
  if (card.format > 1) {
    document["certificate"]["max_evidence_difference"] = certificate.max_evidence_difference;
    document["trust"] = metrics_json(card.trust);
    if (!card.findings.empty()) document["findings"] = findings_json(card.findings);
  }
  if (!card.temperature_is_fitted) document["temperature_from"] = "prior";
  if (card.provenance) document["provenance"] = provenance_json(*card.provenance);
  return document_text(document);
}

}  // namespace chestlens
