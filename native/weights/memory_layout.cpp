#include "weights/memory_layout.hpp"

#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

constexpr auto channels_last = torch::MemoryFormat::ChannelsLast;

}  // namespace

bool channels_last_is_right(c10::Device device) {
  constexpr std::int64_t inputs = 960;  // the shape of MobileNetV2's last block at 64 pixels
  constexpr std::int64_t outputs = 320;
  constexpr double limit = 1e-3;
  const torch::NoGradGuard no_grad;
  const at::NoTF32Guard no_tf32;  // which rounds by more than the limit
  auto generator = at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{0});
  const auto films = torch::randn({2, inputs, 2, 2}, generator);
  const auto weights =
      torch::randn({outputs, inputs, 1, 1}, generator) / std::sqrt(static_cast<double>(inputs));
  const auto expected = torch::conv2d(films.to(torch::kFloat64), weights.to(torch::kFloat64));
  const auto computed = torch::conv2d(films.to(device).contiguous(channels_last),
                                      weights.to(device).contiguous(channels_last));
  const auto difference = (computed.cpu().to(torch::kFloat64) - expected).abs().max();
  return difference.item<double>() < limit * expected.abs().max().item<double>();
}

bool use_fastest_layout(torch::nn::Module& module, c10::Device device) {
  if (!channels_last_is_right(device)) return false;
  for (torch::Tensor& parameter : module.parameters()) {
    if (parameter.dim() == 4) parameter.set_data(parameter.detach().contiguous(channels_last));
  }
  return true;
}

}  // namespace chestlens
