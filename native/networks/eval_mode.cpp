#include "networks/eval_mode.hpp"

#include <torch/torch.h>

namespace chestlens {

EvalMode::EvalMode(torch::nn::Module& module) {
  for (const auto& part : module.modules()) was_training_.emplace_back(part, part->is_training());
  module.eval();
}

EvalMode::~EvalMode() {
  // train() descends into children, which come after their parents here.
  for (auto& [part, was_training] : was_training_) part->train(was_training);
}

}  // namespace chestlens
