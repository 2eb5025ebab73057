#include "learn/predictions.hpp"

#include "data/loader.hpp"
#include "io/progress.hpp"
#include "learn/apply_augmentation.hpp"
#include "learn/device.hpp"
#include "learn/loss.hpp"

#include <torch/torch.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace chestlens {
namespace {

std::vector<int> to_ints(const torch::Tensor& values) {
  const torch::Tensor flat = values.to(torch::kInt32).contiguous();
  return {flat.data_ptr<int>(), flat.data_ptr<int>() + flat.numel()};
}

/// The logits of films that are computed as `batch` of them, filled up with black.
torch::Tensor logits_of(const Classifier& classifier, const torch::Tensor& images,
                        c10::ScalarType type, std::int64_t batch) {
  const AutocastGuard autocast(images.device(), type);
  const std::int64_t films = images.size(0);
  const auto filled = films == batch
                          ? images
                          : torch::constant_pad_nd(images, {0, 0, 0, 0, 0, 0, 0, batch - films});
  return forward(classifier, filled).logits.to(torch::kFloat32).narrow(0, 0, films);
}

/// The area under one label's ROC curve over the films of which it is known; NaN where they are all
/// of one kind.
double roc_area(const torch::Tensor& logits, const torch::Tensor& labels) {
  const auto known = labels.isnan().logical_not();
  const auto scores = logits.masked_select(known).to(torch::kFloat32).contiguous();
  const std::vector<int> positive = to_ints(labels.masked_select(known));
  const auto area = roc_auc({scores.data_ptr<float>(), positive.size()}, positive);
  return area ? *area : std::numeric_limits<double>::quiet_NaN();
}

Result<Score> score_labels(const Predictions& predictions) {
  const auto& [logits, labels] = predictions;
  Score score{
      .loss = masked_binary_cross_entropy(logits.to(torch::kFloat64), labels.to(torch::kFloat64))
                  .item<double>()};
  int known = 0;
  for (std::int64_t label = 0; label < labels.size(1); ++label) {
    const double area = roc_area(logits.select(1, label), labels.select(1, label));
    score.roc_areas.push_back(area);
    if (std::isnan(area)) continue;
    score.mean_roc_area += area;
    ++known;
  }
  if (known == 0) {
    return fail(
        ErrorCode::invalid_argument,
        "no label is present in some validation films and absent in others; take more films");
  }
  score.mean_roc_area /= known;
  return score;
}

}  // namespace

Predictions predict(const Classifier& classifier, const Dataset& dataset, c10::Device device,
                    c10::ScalarType type, int batch_size, const TestTimeAugmentation& test_time,
                    const Reporter& reporter) {
  const torch::NoGradGuard no_grad;
  classifier.module->eval();
  const auto views = draw_views(test_time, dataset.labels.size(0));
  std::vector<std::size_t> order(static_cast<std::size_t>(dataset.labels.size(0)));
  std::iota(order.begin(), order.end(), std::size_t{0});
  Loader loader(dataset, std::move(order),
                {.batch_size = batch_size, .pinned_memory = device.is_cuda()});
  Progress progress(reporter, "predict", dataset.labels.size(0), "films");
  std::vector<torch::Tensor> logits;
  std::int64_t first_films = 0;
  while (const auto batch = loader.next()) {
    const auto images = batch->images.to(device, /*non_blocking=*/true);
    const auto films = images.size(0);
    if (first_films == 0) first_films = films;
    // cuDNN times its kernels again for each number of films: the last batch takes the others'.
    const auto computed = device.is_cuda() ? first_films : films;
    std::vector<torch::Tensor> view_logits = {logits_of(classifier, images, type, computed)};
    for (const AugmentationDraw& view : views) {
      const AugmentationDraw draw = slice(view, batch->index * batch_size, films);
      view_logits.push_back(
          logits_of(classifier, apply_augmentation(images, draw), type, computed));
    }
    logits.push_back(
        (views.empty() ? view_logits[0] : log_mean_probabilities(view_logits)).to(torch::kCPU));
    progress.advance(films);
  }
  progress.finish();
  return {logits.empty() ? torch::empty({0, classifier.spec.classes}) : torch::cat(logits),
          dataset.labels};
}

Result<Score> score(const Predictions& predictions) {
  if (predictions.labels.size(0) == 0) return fail(ErrorCode::invalid_argument, "no film to score");
  if (!predictions.logits.isfinite().all().item<bool>()) {
    return fail(ErrorCode::runtime,
                "the network's output is not finite; its weights have diverged, train with a lower "
                "max_learning_rate");
  }
  if (predictions.labels.dim() == 2) return score_labels(predictions);
  CHESTLENS_TRY(auto matrix,
                confusion_matrix(to_ints(predictions.labels), to_ints(predictions.logits.argmax(1)),
                                 static_cast<int>(predictions.logits.size(1))));
  const auto loss = torch::nn::functional::cross_entropy(predictions.logits.to(torch::kFloat64),
                                                         predictions.labels);
  Metrics metrics = metrics_from(matrix);
  return Score{
      .loss = loss.item<double>(), .matrix = std::move(matrix), .metrics = std::move(metrics)};
}

}  // namespace chestlens
