#include "learn/loss_scale.hpp"

#include <torch/torch.h>

#include <algorithm>

namespace chestlens {
namespace {

constexpr double growth_factor = 2.0;
constexpr double backoff_factor = 0.5;
constexpr int growth_interval = 2000;
constexpr double lowest_scale = 1.0 / 1024.0;

/// What the kernels of LibTorch do, which 1.13 has on CUDA alone.
void unscale_on_cpu(LossScale::Numbers& numbers, const std::vector<torch::Tensor>& gradients) {
  at::_foreach_mul_(gradients, 1.0 / numbers.scale.item<double>());
  const bool finite = std::ranges::all_of(gradients, [](const torch::Tensor& gradient) {
    return gradient.isfinite().all().item<bool>();
  });
  numbers.overflowed.fill_(finite ? 0.0 : 1.0);
  if (!finite) {
    numbers.scale.mul_(backoff_factor);
    numbers.good_steps.zero_();
  } else if (numbers.good_steps.add_(1).item<int>() == growth_interval) {
    numbers.scale.mul_(growth_factor);
    numbers.good_steps.zero_();
  }
}

void unscale_on_gpu(LossScale::Numbers& numbers, const std::vector<torch::Tensor>& gradients) {
  numbers.overflowed.zero_();
  at::_amp_foreach_non_finite_check_and_unscale_(gradients, numbers.overflowed,
                                                 numbers.scale.reciprocal());
  at::_amp_update_scale_(numbers.scale, numbers.good_steps, numbers.overflowed, growth_factor,
                         backoff_factor, growth_interval);
}

}  // namespace

const torch::Tensor& scale_on(LossScale& loss_scale, c10::Device device) {
  LossScale::Numbers& numbers = loss_scale.numbers;
  if (!numbers.scale.defined() || numbers.scale.device() != device) {
    const LossScale now = read(loss_scale);
    const auto real = torch::TensorOptions().device(device).dtype(
        device.is_cpu() ? torch::kFloat64 : torch::kFloat32);
    numbers = {torch::full({}, now.scale, real),
               torch::full({}, now.good_steps, real.dtype(torch::kInt32)), torch::zeros({}, real)};
  }
  return numbers.scale;
}

torch::Tensor unscale(LossScale& loss_scale, const std::vector<torch::Tensor>& gradients) {
  if (!loss_scale.enabled || gradients.empty()) return {};
  const torch::NoGradGuard no_grad;
  const c10::Device device = gradients.front().device();
  scale_on(loss_scale, device);
  (device.is_cuda() ? unscale_on_gpu : unscale_on_cpu)(loss_scale.numbers, gradients);
  return loss_scale.numbers.overflowed;
}

LossScale read(const LossScale& loss_scale) {
  const LossScale::Numbers& numbers = loss_scale.numbers;
  if (!numbers.scale.defined()) return loss_scale;
  return {.enabled = loss_scale.enabled,
          .scale = numbers.scale.item<double>(),
          .good_steps = numbers.good_steps.item<int>()};
}

bool is_exhausted(const LossScale& loss_scale) {
  return loss_scale.enabled && read(loss_scale).scale < lowest_scale;
}

}  // namespace chestlens
