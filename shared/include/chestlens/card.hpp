#pragma once

#include <chestlens/error.hpp>
#include <chestlens/preprocess.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {

/// A source of training films and its licence.
struct DataSource {
  std::string name;
  std::string licence;
  std::int64_t films = 0;
};

/// A share with its 95 % interval, and what it was measured on ("validation, split by patient").
/// In a card of an earlier version a calibration error's interval may leave it out.
struct MeasuredMetric {
  std::string name;
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
  std::string measured_on;
};

/// What one test of an audit found, and what that is set against: what it finds by chance, where as
/// much elsewhere is covered, or on other sources.
struct AuditFinding {
  std::string test;    // of a fixed list, e.g. "border only" (native/audit)
  std::string about;   // the class or the sources that it is about; "" for all films
  double value = 0.0;  // e.g. an area under the ROC curve
  double low = 0.0;    // 95 % interval, by patient
  double high = 0.0;
  double chance = 0.0;       // that, on average
  double chance_high = 0.0;  // its most: of 99 of 100 draws by chance, or of its 95 % interval
  bool convicts = false;     // what is found is no disease, and the network goes by it
  std::string sentence;      // in plain words
  std::string measured_on;   // "600 films of 421 patients, never seen"
};

/// Format 2 adds what lets a reader question an answer: evidence that adds up to the logit, trust.
inline constexpr int newest_card_format = 2;

/// The proof that a runtime computes what LibTorch computed: a stored input and its logits.
struct ParityCertificate {
  std::string reference_input;           // file in the bundle: float32 little-endian [1,1,H,W]
  std::vector<float> reference_logits;   // [C], by LibTorch on the CPU in float32
  double max_logit_difference = 0.0;     // largest |difference| ONNX Runtime showed at export
  double max_heatmap_difference = 0.0;   // share of the heat-map's maximum
  double max_evidence_difference = 0.0;  // |evidence and logit_bias added up - logit|; format 2
  int films_compared = 0;
  std::string runtimes;  // e.g. "LibTorch 1.13.1, ONNX Runtime 1.30.0 (CPU)"
};

/// How a bundle keeps its weights; the network computes in float32 either way.
enum class WeightStorage : std::uint8_t { float32, float16 };

/// "float32" or "float16".
std::string_view to_string(WeightStorage storage);

/// A metric with the weights that were trained, and with those that are stored.
struct StorageChange {
  std::string metric;
  double trained = 0.0;
  double stored = 0.0;
};

struct StorageReport {
  WeightStorage weights = WeightStorage::float32;
  std::vector<StorageChange> changes;  // on the films of the card's metrics
};

struct FileDigest {
  std::string file;
  std::int64_t bytes = 0;
  std::string sha256;  // lower-case hex
};

/// What made a bundle's weights. Digests are SHA-256 in lower-case hex; what is not known is "" or
/// 0.
struct Provenance {
  std::string program;         // that exported them, e.g. "chestlens 1.2.0"
  std::string recipe_sha256;   // of `recipe`
  std::string weights_sha256;  // of the run's best.safetensors
  std::string split_sha256;    // of the run's split.csv
  std::string model_sha256;    // of the model.onnx that `metrics` and `audit` are of
  int epochs_done = 0;         // of the run, when it was exported
  int epochs_planned = 0;
  bool patients_known = true;  // false: split by film, a patient may be on both sides
};

/// `model.json`, the card of a bundle (ARCHITECTURE.md, "The bundle").
struct Card {
  int format = 1;
  std::string name;   // folder name: [a-z0-9_-]+
  std::string title;  // for people
  std::string version;
  std::string network;  // e.g. "densenet121"
  std::vector<std::string> classes;
  InputSpec input;
  double temperature = 1.0;
  bool temperature_is_fitted = true;  // false: no film determines it, a prior holds it
  std::int64_t parameters = 0;
  std::int64_t multiply_adds = 0;
  int activation_features = 0;  // F, h, w of `activations` at the input's size
  int activation_height = 0;
  int activation_width = 0;
  std::vector<DataSource> training_data;
  std::string recipe;  // the recipe's TOML, verbatim
  std::vector<MeasuredMetric> metrics;
  std::vector<std::string> audit;  // findings, one sentence each
  // Shares of films warned of, by kind of surprise, e.g. "photographs"; none without trust.bin.
  std::vector<MeasuredMetric> trust = {};
  std::vector<AuditFinding> findings = {};  // of chestlens audit; none before it
  std::vector<std::string> limits;          // in plain words
  std::string intended_use;
  StorageReport storage;
  ParityCertificate certificate;
  std::vector<FileDigest> files;
  std::optional<Provenance> provenance = {};  // none in cards of earlier versions
};

/// SHA-256 of the bundle's model.onnx as the card lists it; "" where it lists none.
std::string model_sha256(const Card& card);

/// Whether metrics and audit are of the model that the card lists. A card of an earlier version
/// does not say, and is believed.
bool has_figures_of_its_model(const Card& card);

/// Reads a card, checking every field. Errors: parse, invalid_argument; the context is the field's
/// path, e.g. "input.size_pixels".
Result<Card> parse_card(std::string_view json);

/// Pretty JSON that parse_card reads back to an equal card.
std::string to_json(const Card& card);

}  // namespace chestlens
