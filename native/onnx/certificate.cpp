#include "onnx/certificate.hpp"

#include "bundle/runtime.hpp"
#include "io/guarded.hpp"
#include "io/progress.hpp"
#include "networks/classifier.hpp"
#include "networks/eval_mode.hpp"
#include "networks/float64_mode.hpp"
#include "networks/grad_cam_autograd.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t batch_films = 8;

/// A map whose terms cancel to less than this share of their sizes has few digits left to compare:
/// behind Xception's 74 layers float32 is off by 6e-6 of the terms.
constexpr double cancelled = 0.1;

struct Comparison {
  const Classifier& classifier;
  const OnnxSession& session;
  ParityLimits limits;
  Progress& progress;
  Parity parity;
};

/// The largest difference of each film's and class's map [N,C], as a share of the reference map's
/// maximum, or of cancelled of its terms where it cancels to less.
torch::Tensor heatmap_differences(const torch::Tensor& maps, const torch::Tensor& weights,
                                  const torch::Tensor& activations) {
  const auto reference = signed_heatmaps(weights, activations);
  const auto terms = signed_heatmaps(weights.abs(), activations.abs());
  const auto unit = torch::maximum(reference.relu().amax({2, 3}), cancelled * terms.amax({2, 3}));
  const auto difference = (maps - reference).abs().amax({2, 3});
  return torch::where(difference == 0, difference, difference / unit);
}

/// The same against LibTorch's weights at the activations `computed` by ONNX Runtime, which are
/// rounded, and a ten thousandth and a millionth away from them. Grad-CAM jumps where a ReLU of the
/// head is at zero; rounding then decides on which side of it each runtime is, and both are right.
/// Anywhere else these weights are those of the film itself.
torch::Tensor differences_nearby(const Classifier& classifier, const torch::Tensor& maps,
                                 const torch::Tensor& activations, const torch::Tensor& computed) {
  constexpr std::uint64_t directions = 4;
  const auto differences_at = [&](const torch::Tensor& moved) {
    const auto cam = grad_cam_autograd_of_head(classifier, moved);
    return heatmap_differences(maps, cam.cam_weights, activations);
  };
  auto nearest = differences_at(computed);
  for (std::uint64_t seed = 0; seed < directions; ++seed) {
    auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    const auto direction = torch::randn({1, activations.size(1), 1, 1}, generator);
    for (const double step : {-1e-4, -1e-6, 1e-6, 1e-4}) {
      nearest = torch::minimum(nearest, differences_at(computed * (1 + step * direction)));
    }
  }
  return nearest;
}

/// How far LibTorch's float32 is from `reference`, of each film [N,1]: no runtime that computes in
/// float32 can be held to less. Some trained networks magnify rounding a hundredfold on noise.
struct Rounding {
  torch::Tensor logits;
  torch::Tensor heatmaps;  // by the activations alone: those do not jump
};

/// The classifier is in Float64Mode.
Rounding rounding_of(const Classifier& classifier, const torch::Tensor& images,
                     const AutogradCam& reference) {
  const torch::NoGradGuard no_grad;
  classifier.module->to(torch::kFloat32);
  const auto activations = forward_body(classifier, images.to(torch::kFloat32));
  const auto logits = forward_head(classifier, activations).logits;
  classifier.module->to(torch::kFloat64);
  const auto maps = signed_heatmaps(reference.cam_weights, activations.to(torch::kFloat64));
  return {(logits - reference.logits).abs().amax(1, true),
          heatmap_differences(maps, reference.cam_weights, reference.activations).amax(1, true)};
}

/// What is accepted of each film [N,1].
torch::Tensor with_rounding(double limit, const torch::Tensor& rounding) {
  constexpr double margin = 30.0;
  constexpr double most = 100.0;
  return (margin * rounding).clamp(limit, most * limit);
}

/// Error on the first entry of `differences` [N,C] above its film's limit [N,1], or not a number.
Status check(const torch::Tensor& differences, const torch::Tensor& limits, const char* what,
             int first_film) {
  for (std::int64_t film = 0; film < differences.size(0); ++film) {
    for (std::int64_t c = 0; c < differences.size(1); ++c) {
      const double difference = differences[film][c].item<double>();
      const double limit = limits[film][0].item<double>();
      if (difference <= limit) continue;
      return fail(
          ErrorCode::mismatch,
          fmt::format("{} of ONNX Runtime and LibTorch differ by {:g} (limit {:g}) for class "
                      "{} on film {}",
                      what, difference, limit, c, first_film + film),
          "parity certificate");
    }
  }
  return {};
}

torch::Tensor to_torch(const FloatTensor& tensor) {
  return torch::tensor(tensor.values).reshape(tensor.shape);
}

Status compare_batch(Comparison& comparison, std::span<const FloatImage> films) {
  const auto& session = comparison.session;
  CHESTLENS_TRY(const auto outputs, session.run(films));
  std::vector<torch::Tensor> images;
  for (const auto& film : films) {
    images.push_back(
        torch::tensor(film.pixels).reshape({1, session.height_pixels(), session.width_pixels()}));
  }
  const auto exact = torch::stack(images).to(torch::kFloat64);
  const auto reference = grad_cam_autograd(comparison.classifier, exact);
  const auto rounding = rounding_of(comparison.classifier, exact, reference);

  auto& [logit, heatmap, evidence, compared] = comparison.parity;
  const auto logits = (to_torch(outputs.logits) - reference.logits).abs();
  const auto& limits = comparison.limits;
  if (auto same = check(logits, with_rounding(limits.logit, rounding.logits), "logits", compared);
      !same) {
    Error error = std::move(same).error();
    error.message +=
        fmt::format("; the largest logit is {:g}", reference.logits.abs().max().item<double>());
    return tl::unexpected(std::move(error));
  }

  const auto maps = signed_heatmaps(to_torch(outputs.cam_weights), to_torch(outputs.activations));
  auto differences = heatmap_differences(maps, reference.cam_weights, reference.activations);
  const auto heatmap_limits = with_rounding(limits.heatmap, rounding.heatmaps);
  if (!(differences <= heatmap_limits).all().item<bool>()) {
    const auto computed = to_torch(outputs.activations).to(torch::kFloat64);
    differences = torch::minimum(differences, differences_nearby(comparison.classifier, maps,
                                                                 reference.activations, computed));
  }
  CHESTLENS_CHECK(check(differences, heatmap_limits, "heat-maps", compared));

  const auto sums = to_torch(outputs.evidence).to(torch::kFloat64).sum({2, 3}) +
                    to_torch(outputs.logit_bias).to(torch::kFloat64);
  const auto unexplained = (sums - reference.logits).abs();
  CHESTLENS_CHECK(check(unexplained, with_rounding(limits.evidence, rounding.logits),
                        "the sums of evidence", compared));

  evidence = std::max(evidence, unexplained.max().item<double>());
  logit = std::max(logit, logits.max().item<double>());
  heatmap = std::max(heatmap, differences.max().item<double>());
  compared += static_cast<int>(films.size());
  comparison.progress.advance(std::ssize(films));
  return {};
}

Status compare_all(Comparison& comparison, std::span<const FloatImage> films) {
  if (films.empty()) return {};
  CHESTLENS_CHECK(compare_batch(comparison, films.first(1)));
  for (std::size_t i = 1; i < films.size(); i += batch_films) {
    const auto batch = films.subspan(i, std::min(batch_films, films.size() - i));
    CHESTLENS_CHECK(compare_batch(comparison, batch));
  }
  return {};
}

}  // namespace

Result<Parity> certify(const Classifier& classifier, const OnnxSession& session,
                       std::span<const FloatImage> films, const ParityLimits& limits,
                       const Reporter& reporter) {
  return guarded("parity certificate", [&]() -> Result<Parity> {
    const EvalMode eval(*classifier.module);
    const Float64Mode exact(*classifier.module);
    std::vector<FloatImage> generated;
    for (std::uint64_t seed = 1; seed <= 1 + batch_films; ++seed) {
      generated.push_back(generated_image(session.width_pixels(), seed));
    }
    Progress progress(reporter, "certificate", std::ssize(generated) + std::ssize(films), "films");
    Comparison comparison{classifier, session, limits, progress, {}};
    CHESTLENS_CHECK(compare_all(comparison, generated));
    CHESTLENS_CHECK(compare_all(comparison, films));
    return comparison.parity;
  });
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
