#include "onnx/write_bundle.hpp"

#include "bundle/bundle.hpp"
#include "bundle/runtime.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "io/temporary.hpp"
#include "networks/classifier.hpp"
#include "networks/eval_mode.hpp"
#include "networks/float64_mode.hpp"
#include "onnx/certificate.hpp"
#include "onnx/export.hpp"

#include <onnx/onnx_pb.h>
#include <torch/torch.h>

#include <bit>
#include <set>
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

FileDigest digest(const char* file, std::span<const std::byte> bytes) {
  return {file, static_cast<std::int64_t>(bytes.size()), sha256_hex(bytes)};
}

/// A bundle by its content: the card's digests are those of all the files beside it.
Status check_own_bundle(const fs::path& folder) {
  const auto bundle = read_bundle(folder);
  std::set<std::string> files;
  if (bundle || bundle.error().code == ErrorCode::mismatch) files = {card_file};
  if (bundle) {
    for (const FileDigest& file : bundle->card.files) files.insert(file.file);
  } else if (!files.empty()) {
    files.insert({model_file, reference_file, films_file});
  }
  CHESTLENS_CHECK(holds_only(folder, files));
  if (bundle) return {};
  return fail(bundle.error().code, "holds a bundle that was changed: " + to_string(bundle.error()));
}

OwnFolder own_bundle() {
  return {"a bundle", check_own_bundle};
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

Status check_bundle_place(const fs::path& given, const OutputRule& rule) {
  CHESTLENS_TRY(const auto folder, named_output(given));
  const std::string name = folder.filename().string();
  if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") != std::string::npos) {
    return fail(ErrorCode::invalid_argument,
                "\"" + name + "\" becomes the bundle's name, which is made of a-z, 0-9, _ and -",
                folder.string());
  }
  return check_output_folder(folder, rule, own_bundle());
}

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
  card.files = {digest(model_file, bytes_of(model_bytes)), digest(reference_file, reference_bytes)};
  const std::string films_text = seen ? to_json(*seen) : std::string();
  if (seen) card.files.push_back(digest(films_file, bytes_of(films_text)));
  if (card.provenance) card.provenance->model_sha256 = model_sha256(card);
  const auto card_text = to_json(card);
  CHESTLENS_CHECK(parse_card(card_text));

  remove_leftovers(folder);
  CHESTLENS_TRY(auto temporary, TemporaryFolder::beside(folder));
  const auto write = [&](const char* file, std::span<const std::byte> bytes) {
    return write_file_atomic(temporary.path() / file, bytes);
  };
  CHESTLENS_CHECK(write(model_file, bytes_of(model_bytes)));
  CHESTLENS_CHECK(write(reference_file, reference_bytes));
  if (seen) CHESTLENS_CHECK(write(films_file, bytes_of(films_text)));
  CHESTLENS_CHECK(write(card_file, bytes_of(card_text)));
  CHESTLENS_CHECK(commit_output_folder(temporary, folder, rule, own_bundle()));
  return card;
}

}  // namespace chestlens
