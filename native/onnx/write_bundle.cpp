#include "onnx/write_bundle.hpp"

#include "bundle/bundle.hpp"
#include "bundle/bundle_files.hpp"
#include "bundle/runtime.hpp"
#include "io/sha256.hpp"
#include "networks/classifier.hpp"
#include "networks/eval_mode.hpp"
#include "networks/float64_mode.hpp"
#include "onnx/certificate.hpp"
#include "onnx/export.hpp"

#include <onnx/onnx_pb.h>
#include <torch/torch.h>

#include <bit>
#include <string>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr const char* reference_file = "reference.f32";
constexpr std::uint64_t reference_seed = 20'200'321;

static_assert(std::endian::native == std::endian::little, "reference.f32 is little-endian");

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::vector<std::byte> copy_of(std::span<const std::byte> bytes) {
  return {bytes.begin(), bytes.end()};
}

Status check(const Classifier& classifier, const Card& card, const fs::path& folder,
             const OutputRule& rule) {
  if (std::ssize(card.classes) != classifier.spec.classes) {
    return fail(ErrorCode::invalid_argument,
                "names " + std::to_string(card.classes.size()) + " classes, the network has " +
                    std::to_string(classifier.spec.classes),
                "card.classes");
  }
  return check_bundle_place(folder, rule);
}

Status describe_network(Card& card, const Classifier& classifier) {
  CHESTLENS_TRY(const auto count, multiply_adds(classifier, card.input.size_pixels));
  card.network = classifier.spec.name;
  card.parameters = parameter_count(classifier);
  card.multiply_adds = count.layers + count.norms;
  return {};
}

std::vector<float> reference_logits(const Classifier& classifier, const FloatImage& reference) {
  const torch::NoGradGuard no_grad;
  const EvalMode eval(*classifier.module);
  const Float64Mode exact(*classifier.module);
  const auto image = torch::tensor(reference.pixels, torch::kFloat64)
                         .reshape({1, 1, reference.height_pixels, reference.width_pixels});
  const auto logits = forward(classifier, image).logits.to(torch::kFloat32).contiguous();
  return {logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel()};
}

/// Fills the certificate and the activations' shape.
Status certify_into(Card& card, const Classifier& classifier, std::span<const std::byte> model,
                    const FloatImage& reference, std::span<const FloatImage> films,
                    const Reporter& reporter) {
  CHESTLENS_TRY(const auto session, OnnxSession::open(model, model_file));
  CHESTLENS_TRY(const auto parity, certify(classifier, session, films, {}, reporter));
  CHESTLENS_TRY(const auto outputs, session.run(std::span(&reference, 1)));

  const auto& shape = outputs.activations.shape;
  card.activation_features = static_cast<int>(shape[1]);
  card.activation_height = static_cast<int>(shape[2]);
  card.activation_width = static_cast<int>(shape[3]);
  card.certificate = {reference_file,
                      reference_logits(classifier, reference),
                      parity.max_logit_difference,
                      parity.max_heatmap_difference,
                      parity.max_evidence_difference,
                      parity.films_compared,
                      std::string("LibTorch ") + TORCH_VERSION + " (float64), ONNX Runtime " +
                          onnx_runtime_version() + " (CPU)"};
  return {};
}

}  // namespace

Result<Card> write_bundle(const fs::path& given, const Classifier& classifier, Card card,
                          std::span<const FloatImage> films, const Reporter& reporter,
                          const std::optional<SeenFilms>& seen, const OutputRule& rule) {
  CHESTLENS_CHECK(check(classifier, card, given, rule));
  CHESTLENS_TRY(const auto folder, named_output(given));
  card.name = folder.filename().string();
  card.format = newest_card_format;
  CHESTLENS_CHECK(describe_network(card, classifier));

  CHESTLENS_TRY(const auto model,
                export_model(classifier, card.input.size_pixels, card.storage.weights));
  const auto model_bytes = serialize(model);
  const auto reference = generated_image(card.input.size_pixels, reference_seed);
  const auto reference_bytes = std::as_bytes(std::span(reference.pixels));
  CHESTLENS_CHECK(
      certify_into(card, classifier, bytes_of(model_bytes), reference, films, reporter));
  BundleFiles files{{model_file, copy_of(bytes_of(model_bytes))},
                    {reference_file, copy_of(reference_bytes)}};
  if (seen) files[films_file] = copy_of(bytes_of(to_json(*seen)));
  if (card.provenance) card.provenance->model_sha256 = sha256_hex(files[model_file]);
  return write_bundle_files(folder, std::move(card), files, rule);
}

}  // namespace chestlens
