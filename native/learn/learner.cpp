#include "learn/learner.hpp"

#include <torch/torch.h>

namespace chestlens {

Result<bool> learn(Learner& learner, const torch::Tensor& loss, const SchedulePoint& point) {
  LossScale& loss_scale = learner.loss_scale;
  zero_gradients(learner.optimizer);
  (loss_scale.enabled ? loss * loss_scale.scale : loss).backward();
  if (learner.average_gradients) {
    CHESTLENS_CHECK(learner.average_gradients());
  }
  const bool finite = !loss_scale.enabled || unscale(loss_scale, gradients_of(learner.optimizer));
  update(loss_scale, finite);
  if (!finite) return false;
  step(learner.optimizer, point);
  update(learner.average, *learner.classifier.module);
  return true;
}

}  // namespace chestlens
