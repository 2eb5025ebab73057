#include "onnx/certificate.hpp"

#include "networks/classifier.hpp"
#include "networks/eval_mode.hpp"
#include "networks/grad_cam_autograd.hpp"
#include "onnx/runtime.hpp"

#include <chestlens/grad_cam.hpp>

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace chestlens {
namespace {

constexpr std::size_t kBatch = 8;

struct Comparison {
  const Classifier& classifier;
  const OnnxSession& session;
  ParityLimits limits;
  Parity parity;
};

std::string describe(const char* what, std::int64_t film, std::int64_t c, double difference,
                     double limit) {
  std::ostringstream text;
  text << what << " differ by " << difference << " (limit " << limit << ") for class " << c
       << " on film " << film;
  return text.str();
}

/// A heat-map's maximum, the unit its differences are told in. A map whose terms cancel to less
/// than a hundredth of their sizes has no digits left to compare, and is held against that
/// hundredth.
double heatmap_unit(const torch::Tensor& heatmap, const torch::Tensor& weights,
                    const torch::Tensor& activations) {
  const auto terms = torch::einsum("f,fhw->hw", {weights.abs(), activations.abs()});
  return std::max(heatmap.max().item<double>(), 0.01 * terms.max().item<double>());
}

/// The heat-map as the page draws it, from a bundle's outputs.
Result<FloatImage> bundle_heatmap(const OnnxOutputs& outputs, std::int64_t film, std::int64_t c) {
  const auto& shape = outputs.activations.shape;
  const auto classes = outputs.cam_weights.shape[1];
  const auto maps = static_cast<std::size_t>(shape[1]);
  const auto volume = maps * static_cast<std::size_t>(shape[2] * shape[3]);
  const std::span<const float> activations = outputs.activations.values;
  const std::span<const float> weights = outputs.cam_weights.values;
  return grad_cam(
      activations.subspan(static_cast<std::size_t>(film) * volume, volume),
      {static_cast<int>(shape[1]), static_cast<int>(shape[2]), static_cast<int>(shape[3])},
      weights.subspan(static_cast<std::size_t>(film * classes + c) * maps, maps));
}

Status compare_heatmap(Comparison& comparison, const AutogradCam& reference,
                       const torch::Tensor& reference_maps, const OnnxOutputs& outputs,
                       std::int64_t film, std::int64_t c) {
  const auto map = bundle_heatmap(outputs, film, c);
  if (!map) return tl::unexpected(map.error());
  const auto expected = reference_maps[film][c];
  const auto actual = torch::tensor(map->pixels).reshape_as(expected);
  const double difference = (actual - expected).abs().max().item<double>();
  const double unit =
      heatmap_unit(expected, reference.cam_weights[film][c], reference.activations[film]);
  const double share = difference == 0.0 ? 0.0 : difference / unit;
  auto& parity = comparison.parity;
  parity.max_heatmap_difference = std::max(parity.max_heatmap_difference, share);
  if (share <= comparison.limits.heatmap) return {};
  return fail(ErrorCode::mismatch,
              describe("heat-maps of ONNX Runtime and LibTorch", parity.films_compared + film, c,
                       share, comparison.limits.heatmap),
              "parity certificate");
}

Status compare_batch(Comparison& comparison, std::span<const FloatImage> films) {
  const auto& session = comparison.session;
  const auto outputs = session.run(films);
  if (!outputs) return tl::unexpected(outputs.error());

  std::vector<torch::Tensor> images;
  for (const auto& film : films) {
    images.push_back(
        torch::tensor(film.pixels).reshape({1, session.height_pixels(), session.width_pixels()}));
  }
  const auto reference = grad_cam_autograd(comparison.classifier, torch::stack(images));
  const auto maps = heatmaps(reference);
  const auto logits = torch::tensor(outputs->logits.values).reshape(outputs->logits.shape);
  const auto differences = (logits - reference.logits).abs();

  auto& parity = comparison.parity;
  for (std::int64_t film = 0; film < differences.size(0); ++film) {
    for (std::int64_t c = 0; c < differences.size(1); ++c) {
      const double difference = differences[film][c].item<double>();
      parity.max_logit_difference = std::max(parity.max_logit_difference, difference);
      if (!(difference <= comparison.limits.logit)) {  // also where it is not a number
        return fail(ErrorCode::mismatch,
                    describe("logits of ONNX Runtime and LibTorch", parity.films_compared + film, c,
                             difference, comparison.limits.logit),
                    "parity certificate");
      }
      if (auto ok = compare_heatmap(comparison, reference, maps, *outputs, film, c); !ok) return ok;
    }
  }
  parity.films_compared += static_cast<int>(films.size());
  return {};
}

Status compare_all(Comparison& comparison, std::span<const FloatImage> films) {
  if (films.empty()) return {};
  if (auto ok = compare_batch(comparison, films.first(1)); !ok) return ok;
  for (std::size_t i = 1; i < films.size(); i += kBatch) {
    const auto batch = films.subspan(i, std::min(kBatch, films.size() - i));
    if (auto ok = compare_batch(comparison, batch); !ok) return ok;
  }
  return {};
}

}  // namespace

Result<Parity> certify(const Classifier& classifier, const OnnxSession& session,
                       std::span<const FloatImage> films, const ParityLimits& limits) try {
  const EvalMode eval(*classifier.module);
  std::vector<FloatImage> generated;
  for (std::uint64_t seed = 1; seed <= 1 + kBatch; ++seed) {
    generated.push_back(generated_image(session.width_pixels(), seed));
  }
  Comparison comparison{classifier, session, limits, {}};
  if (auto ok = compare_all(comparison, generated); !ok) return tl::unexpected(ok.error());
  if (auto ok = compare_all(comparison, films); !ok) return tl::unexpected(ok.error());
  return comparison.parity;
} catch (const std::exception& error) {
  return fail(ErrorCode::runtime, error.what(), "parity certificate");
}

FloatImage generated_image(int size_pixels, std::uint64_t seed) {
  const torch::NoGradGuard no_grad;
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  const auto coarse = torch::rand({1, 1, 8, 8}, generator);
  const auto fine = torch::rand({1, 1, size_pixels, size_pixels}, generator);
  const auto smooth = torch::upsample_bilinear2d(coarse, {size_pixels, size_pixels}, false);
  const auto image = smooth.mul(0.8).add(fine, 0.2).contiguous();
  const auto* pixels = image.data_ptr<float>();
  return {size_pixels, size_pixels, {pixels, pixels + image.numel()}};
}

}  // namespace chestlens
