#include "train/predictions.hpp"

#include "data/loader.hpp"
#include "io/progress.hpp"
#include "train/device.hpp"

#include <torch/torch.h>

#include <numeric>
#include <vector>

namespace chestlens {
namespace {

std::vector<int> to_ints(const torch::Tensor& values) {
  const torch::Tensor flat = values.to(torch::kInt32).contiguous();
  return {flat.data_ptr<int>(), flat.data_ptr<int>() + flat.numel()};
}

}  // namespace

Predictions predict(const Classifier& classifier, const Dataset& dataset, c10::Device device,
                    bool bf16, int batch_size) {
  const torch::NoGradGuard no_grad;
  classifier.module->eval();
  std::vector<std::size_t> order(static_cast<std::size_t>(dataset.labels.size(0)));
  std::iota(order.begin(), order.end(), std::size_t{0});
  Loader loader(dataset, std::move(order),
                {.batch_size = batch_size, .pinned_memory = device.is_cuda()});
  Progress progress("predict", dataset.labels.size(0), "films");
  std::vector<torch::Tensor> logits;
  while (const auto batch = loader.next()) {
    const AutocastGuard autocast(device, bf16);
    const auto images = batch->images.to(device, /*non_blocking=*/true);
    logits.push_back(forward(classifier, images).logits.to(torch::kCPU, torch::kFloat32));
    progress.advance(images.size(0));
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
  auto matrix = confusion_matrix(to_ints(predictions.labels), to_ints(predictions.logits.argmax(1)),
                                 static_cast<int>(predictions.logits.size(1)));
  if (!matrix) return tl::unexpected(matrix.error());
  const auto loss = torch::nn::functional::cross_entropy(predictions.logits.to(torch::kFloat64),
                                                         predictions.labels);
  Metrics metrics = metrics_from(*matrix);
  return Score{loss.item<double>(), std::move(*matrix), std::move(metrics)};
}

}  // namespace chestlens
