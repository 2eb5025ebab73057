#pragma once

#include "data/dataset.hpp"
#include "io/reporter.hpp"
#include "learn/tta.hpp"
#include "networks/classifier.hpp"

#include <chestlens/error.hpp>
#include <chestlens/metrics.hpp>

#include <c10/core/Device.h>
#include <torch/types.h>

#include <vector>

namespace chestlens {

struct Predictions {
  torch::Tensor logits;  // float32 [N,C] on the CPU
  torch::Tensor labels;  // int64 [N], or float32 [N,C] of a multi-label set
};

/// A classifier's logits for every film, in evaluation mode; under test-time
/// augmentation those of the average probabilities. `type` is float32 or autocast's (device.hpp).
Predictions predict(const Classifier& classifier, const Dataset& dataset, c10::Device device,
                    c10::ScalarType type, int batch_size,
                    const TestTimeAugmentation& test_time = {}, const Reporter& reporter = {});

/// What the predictions are worth.
struct Score {
  double loss = 0.0;  // mean cross-entropy, every film weighing the same
  ConfusionMatrix matrix = {};
  Metrics metrics = {};
  /// Only for a multi-label set, whose loss is the binary cross-entropy over the known labels: the
  /// area under each label's ROC curve, NaN where its known films are all of one kind; their mean.
  std::vector<double> roc_areas = {};
  double mean_roc_area = 0.0;
};

/// Errors: invalid_argument where there is no film, or no label that differs between films; runtime
/// where a logit is not finite.
Result<Score> score(const Predictions& predictions);

}  // namespace chestlens
