#pragma once

#include "io/reporter.hpp"

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <span>

namespace chestlens {

struct Classifier;
class OnnxSession;

/// The largest differences seen between ONNX Runtime and LibTorch.
struct Parity {
  double max_logit_difference = 0.0;
  double max_heatmap_difference = 0.0;   // of any class's Grad-CAM, as a share of its maximum
  double max_evidence_difference = 0.0;  // of evidence and logit_bias, added up, from the logit
  int films_compared = 0;                // generated ones among them
};

/// What write_bundle() and the tests accept; on a film where LibTorch's own float32 is off by more
/// than a thirtieth of it, thirty times as much as that is, and at most a hundred times as here:
/// with norms folded into convolutions another runtime loses a digit more.
struct ParityLimits {
  double logit = 1e-4;
  double heatmap = 1e-4;
  double evidence = 1e-4;
};

/// Runs generated images and `films` (of the model's size, in [0,1]) through both at batch 1 and 8:
/// the logits, every class's Grad-CAM from `cam_weights` against that of LibTorch's autograd, and
/// `evidence` and `logit_bias`, of which the sum must be LibTorch's logit.
/// LibTorch computes in float64, so that the differences are the exported model's own: LibTorch's
/// float32 alone is off by 1e-4 on some trained networks. Errors: mismatch where a limit is passed,
/// naming the film, the class and the difference.
Result<Parity> certify(const Classifier& classifier, const OnnxSession& session,
                       std::span<const FloatImage> films, const ParityLimits& limits = {},
                       const Reporter& reporter = {});

/// A smooth grey noise image in [0,1], no patient's film; the same for the same seed.
FloatImage generated_image(int size_pixels, std::uint64_t seed);

}  // namespace chestlens
