#include "learn/last_layer.hpp"

#include "learn/freeze.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"

#include <torch/torch.h>

namespace chestlens {

torch::nn::Module& last_layer(const Classifier& classifier) {
  return *(classifier.head->end() - 1)->ptr();
}

void set_trained_parts(const Classifier& classifier, const Stage& stage) {
  set_frozen(classifier, stage.frozen);
  if (!stage.retrain_last_layer) return;
  for (torch::Tensor& parameter : classifier.module->parameters()) {
    parameter.set_requires_grad(false);
  }
  for (torch::Tensor& parameter : last_layer(classifier).parameters()) {
    parameter.set_requires_grad(true);
  }
}

void set_training_mode(const Classifier& classifier, const Stage& stage) {
  classifier.module->train(!stage.retrain_last_layer);
}

void clear_last_layer(const Classifier& classifier) {
  const torch::NoGradGuard no_grad;
  for (torch::Tensor& parameter : last_layer(classifier).parameters()) parameter.zero_();
}

}  // namespace chestlens
