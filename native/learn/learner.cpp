#include "learn/learner.hpp"

#include "networks/batch_norm.hpp"

#include <torch/torch.h>
#include <torch/version.h>

namespace chestlens {
namespace {

/// All gradients as one vector, shortened to the largest norm: PyTorch's clip_grad_norm_, which
/// LibTorch has for parameters, and waits for the GPU in.
void clip_norm(const std::vector<torch::Tensor>& gradients, double largest) {
  if (largest == 0.0 || gradients.empty()) return;
  constexpr double epsilon = 1e-6;
  const torch::NoGradGuard no_grad;
  const torch::Tensor norm = torch::stack(at::_foreach_norm(gradients)).norm();
  const torch::Tensor share = (largest / (norm + epsilon)).clamp_max(1.0);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 1)
  at::_foreach_mul_(gradients, share);
#else
  for (torch::Tensor gradient : gradients) gradient.mul_(share);
#endif
}

}  // namespace

void add_gradients(Learner& learner, const torch::Tensor& loss, const StepPart& part) {
  if (part.is_first) zero_gradients(learner.optimizer);
  if (learner.defer_averaging) learner.defer_averaging(!part.is_last);
  torch::Tensor share = part.batches == 1 ? loss : loss * (1.0 / static_cast<double>(part.batches));
  if (learner.loss_scale.enabled) share = share * scale_on(learner.loss_scale, loss.device());
  share.backward();
}

Result<torch::Tensor> take_step(Learner& learner, const SchedulePoint& point) {
  if (learner.average_gradients) {
    CHESTLENS_CHECK(learner.average_gradients());
  }
  const auto gradients = gradients_of(learner.optimizer);
  const torch::Tensor skip = unscale(learner.loss_scale, gradients);
  clip_norm(gradients, learner.clip_gradient_norm);
  step(learner.optimizer, point, skip);
  update(learner.average, *learner.classifier.module);
  return skip;
}

void count_batches(Learner& learner, std::int64_t batches) {
  if (batches == 0) return;
  count_batches(*learner.classifier.module, batches);
  copy_counts(learner.average, *learner.classifier.module);
}

Result<torch::Tensor> learn(Learner& learner, const torch::Tensor& loss,
                            const SchedulePoint& point) {
  add_gradients(learner, loss, {});
  return take_step(learner, point);
}

}  // namespace chestlens
