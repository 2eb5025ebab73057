#include "onnx/upgrade_bundle.hpp"

#include "bundle/bundle.hpp"
#include "bundle/bundle_files.hpp"
#include "bundle/catalog.hpp"
#include "bundle/runtime.hpp"
#include "io/guarded.hpp"
#include "io/sha256.hpp"
#include "onnx/cam.hpp"
#include "onnx/certificate.hpp"
#include "onnx/check.hpp"
#include "onnx/depths.hpp"
#include "onnx/export.hpp"
#include "onnx/read_graph.hpp"
#include "onnx/store_in_float16.hpp"

#include <chestlens/model.hpp>

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

namespace chestlens {
namespace {

constexpr double limit = 1e-4;  // as ParityLimits
constexpr std::uint64_t films_to_compare = 9;

Result<onnx::ModelProto> with_newest_outputs(const onnx::ModelProto& model, WeightStorage storage) {
  CHESTLENS_TRY(auto graph, read_graph(model, {"logits", "features", "activations"}));
  CHESTLENS_CHECK(guarded("ONNX model", [&graph]() -> Status {
    add_depths(graph);
    return add_explanations(graph);
  }));
  auto upgraded = to_model(graph);
  if (storage == WeightStorage::float16) store_in_float16(upgraded);
  CHESTLENS_CHECK(check_model(upgraded));
  return upgraded;
}

Status check_difference(double difference, const std::string& what) {
  if (difference <= limit) return {};
  return fail(ErrorCode::mismatch,
              fmt::format("{} of the upgraded model are off by {:.2g} (limit {:g}): export the run "
                          "again instead",
                          what, difference, limit));
}

/// The largest |difference| of two outputs, as a share of the first one's largest value or of 1.
double largest_difference(const FloatTensor& before, const FloatTensor& after) {
  double largest = 0.0;
  double scale = 1.0;
  for (std::size_t i = 0; i < before.values.size(); ++i) {
    largest = std::max(largest, std::abs(double{before.values[i]} - double{after.values[i]}));
    scale = std::max(scale, std::abs(double{before.values[i]}));
  }
  return before.shape == after.shape ? largest / scale : 2 * limit;
}

/// The largest |evidence and logit_bias added up - logit| of one film.
double unexplained(const OnnxOutputs& outputs) {
  const std::size_t classes = outputs.logits.values.size();
  const std::size_t cells = outputs.evidence.values.size() / classes;
  double largest = 0.0;
  for (std::size_t c = 0; c < classes; ++c) {
    double sum = outputs.logit_bias.values[c];
    for (std::size_t i = 0; i < cells; ++i) sum += outputs.evidence.values[c * cells + i];
    largest = std::max(largest, std::abs(sum - double{outputs.logits.values[c]}));
  }
  return largest;
}

/// Returns the largest difference of evidence and logits.
Result<double> compare(const OnnxSession& old, const OnnxSession& upgraded, int size_pixels) {
  double largest = 0.0;
  for (std::uint64_t seed = 1; seed <= films_to_compare; ++seed) {
    const auto film = generated_image(size_pixels, seed);
    CHESTLENS_TRY(const auto before, old.run(std::span(&film, 1)));
    CHESTLENS_TRY(const auto after, upgraded.run(std::span(&film, 1)));
    for (const auto& [output, name] :
         {std::pair(&OnnxOutputs::logits, "logits"), std::pair(&OnnxOutputs::features, "features"),
          std::pair(&OnnxOutputs::activations, "activations"),
          std::pair(&OnnxOutputs::cam_weights, "cam_weights")}) {
      CHESTLENS_CHECK(check_difference(largest_difference(before.*output, after.*output), name));
    }
    largest = std::max(largest, unexplained(after));
  }
  CHESTLENS_CHECK(check_difference(largest, "the sums of evidence"));
  return largest;
}

/// An ensemble in the catalog beside the bundle goes on: its member computes what it did.
Status follow_in_catalog(const std::filesystem::path& folder, const std::string& old_sha256,
                         const std::string& new_sha256) {
  CHESTLENS_TRY(const auto named, named_output(folder));
  const auto models = std::filesystem::absolute(named).parent_path();
  auto catalog = read_catalog(models);
  if (!catalog && catalog.error().code == ErrorCode::not_found) return {};
  CHESTLENS_TRY(auto found, std::move(catalog));
  bool is_changed = false;
  for (CatalogEnsemble& ensemble : found.ensembles) {
    for (CatalogMember& member : ensemble.members) {
      if (member.model != named.filename() || member.model_sha256 != old_sha256) continue;
      member.model_sha256 = new_sha256;
      is_changed = true;
    }
  }
  return is_changed ? write_catalog(models, found) : Status();
}

}  // namespace

Result<Card> upgrade_bundle(const std::filesystem::path& folder) {
  CHESTLENS_TRY(auto bundle, read_bundle(folder));
  if (bundle.card.format >= newest_card_format) return bundle.card;
  const OutputRule rule{.replace = true};
  CHESTLENS_CHECK(check_bundle_place(folder, rule));
  Card& card = bundle.card;

  onnx::ModelProto model;
  if (!model.ParseFromArray(bundle.model.data(), static_cast<int>(bundle.model.size()))) {
    return fail(ErrorCode::corrupt, "is no ONNX model", (folder / model_file).string());
  }
  CHESTLENS_TRY(const auto upgraded, with_newest_outputs(model, card.storage.weights));
  const std::string text = serialize(upgraded);
  const auto bytes = std::as_bytes(std::span(text));

  card.format = newest_card_format;
  CHESTLENS_TRY(const auto old, OnnxSession::open(bundle.model, model_file));
  CHESTLENS_TRY(const auto session, OnnxSession::open(bytes, model_file, 0, &card));
  CHESTLENS_TRY(card.certificate.max_evidence_difference,
                with_context(compare(old, session, card.input.size_pixels), folder.string()));
  CHESTLENS_TRY(const auto outputs, session.run(bundle.reference, 1));
  CHESTLENS_TRY(const double of_reference, check_certificate(outputs.logits.values, card));
  CHESTLENS_CHECK(check_difference(of_reference, "the reference's logits"));

  CHESTLENS_TRY(auto files, read_bundle_files(folder, card));
  files[model_file].assign(bytes.begin(), bytes.end());
  if (card.provenance && !card.provenance->model_sha256.empty()) {
    card.provenance->model_sha256 = sha256_hex(bytes);
  }
  const std::string old_sha256 = model_sha256(card);
  CHESTLENS_TRY(auto written, write_bundle_files(folder, std::move(card), files, rule));
  CHESTLENS_CHECK(follow_in_catalog(folder, old_sha256, model_sha256(written)));
  return written;
}

}  // namespace chestlens
