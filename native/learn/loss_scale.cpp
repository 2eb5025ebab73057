#include "learn/loss_scale.hpp"

#include <torch/torch.h>

#include <algorithm>

namespace chestlens {
namespace {

constexpr double growth_factor = 2.0;
constexpr double backoff_factor = 0.5;
constexpr int growth_interval = 2000;
constexpr double lowest_scale = 1.0 / 1024.0;

/// One kernel for all gradients; LibTorch 1.13 has it on CUDA alone.
bool unscale_on_gpu(double inverse, const std::vector<torch::Tensor>& gradients) {
  const auto options = torch::TensorOptions().device(gradients.front().device());
  torch::Tensor found_infinite = torch::zeros({1}, options);
  at::_amp_foreach_non_finite_check_and_unscale_(gradients, found_infinite,
                                                 torch::full({1}, inverse, options));
  return found_infinite.item<float>() == 0.0F;
}

}  // namespace

bool unscale(const LossScale& loss_scale, const std::vector<torch::Tensor>& gradients) {
  if (!loss_scale.enabled || gradients.empty()) return true;
  const torch::NoGradGuard no_grad;
  const double inverse = 1.0 / loss_scale.scale;
  if (gradients.front().is_cuda()) return unscale_on_gpu(inverse, gradients);
  at::_foreach_mul_(gradients, inverse);
  return std::ranges::all_of(gradients, [](const torch::Tensor& gradient) {
    return gradient.isfinite().all().item<bool>();
  });
}

void update(LossScale& loss_scale, bool finite) {
  if (!loss_scale.enabled) return;
  if (!finite) {
    loss_scale.scale *= backoff_factor;
    loss_scale.good_steps = 0;
  } else if (++loss_scale.good_steps == growth_interval) {
    loss_scale.scale *= growth_factor;
    loss_scale.good_steps = 0;
  }
}

bool is_exhausted(const LossScale& loss_scale) {
  return loss_scale.enabled && loss_scale.scale < lowest_scale;
}

}  // namespace chestlens
