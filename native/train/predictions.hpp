#pragma once

#include "data/dataset.hpp"
#include "networks/classifier.hpp"
#include "train/test_time.hpp"

#include <chestlens/error.hpp>
#include <chestlens/metrics.hpp>

#include <c10/core/Device.h>
#include <torch/types.h>

namespace chestlens {

struct Predictions {
  torch::Tensor logits;  // float32 [N,C] on the CPU
  torch::Tensor labels;  // int64 [N]
};

/// A classifier's logits for every film, in evaluation mode, with a progress bar; under test-time
/// augmentation those of the average probabilities. `type` is float32 or autocast's (device.hpp).
Predictions predict(const Classifier& classifier, const Dataset& dataset, c10::Device device,
                    c10::ScalarType type, int batch_size,
                    const TestTimeAugmentation& test_time = {});

/// What the predictions are worth.
struct Score {
  double loss = 0.0;  // mean cross-entropy, every film weighing the same
  ConfusionMatrix matrix;
  Metrics metrics;
};

/// Errors: invalid_argument where there is no film; runtime where a logit is not finite.
Result<Score> score(const Predictions& predictions);

}  // namespace chestlens
