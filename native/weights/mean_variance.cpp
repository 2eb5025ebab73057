#include "weights/mean_variance.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"

#include <torch/torch.h>

#include <string>

namespace chestlens {

void draw_by_mean_and_variance(const Classifier& classifier) {
  const torch::NoGradGuard no_grad;
  for (torch::Tensor& parameter : classifier.body->parameters()) {
    const torch::Tensor values = parameter.to(torch::kFloat64);
    const double mean = values.mean().item<double>();
    const double standard_deviation = values.std(/*unbiased=*/false).item<double>();
    parameter.copy_(torch::randn_like(parameter) * standard_deviation + mean);
  }
  for (auto& entry : classifier.body->named_buffers()) {
    const std::string& name = entry.key();
    if (name.ends_with("running_mean")) entry.value().zero_();
    if (name.ends_with("running_var")) entry.value().fill_(1.0);
  }
}

}  // namespace chestlens
