#include "figures.hpp"
#include "learn/device.hpp"
#include "networks/classifier.hpp"
#include "networks/network_table.hpp"
#include "weights/memory_layout.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace chestlens {
namespace {

constexpr int network_films = 8;
constexpr int network_classes = 4;

/// One training pass: with batch statistics, without dropout.
struct Pass {
  torch::Tensor logits;
  torch::Tensor loss;
  std::vector<torch::Tensor> gradients;
};

Pass pass_of(const Classifier& classifier, const torch::Tensor& images,
             const torch::Tensor& labels) {
  classifier.module->train();
  const auto logits = forward(classifier, images).logits;
  const auto loss = torch::nn::functional::cross_entropy(logits, labels);
  loss.backward();
  Pass pass{logits.detach(), loss.detach(), {}};
  for (const torch::Tensor& parameter : classifier.module->parameters()) {
    pass.gradients.push_back(parameter.grad());
  }
  return pass;
}

Classifier seeded_network(const std::string& name, int size_pixels) {
  torch::manual_seed(7);
  return make_classifier(
             {.name = name, .classes = network_classes, .dropout = 0.0, .size_pixels = size_pixels})
      .value();
}

/// Where a ReLU is at 0, rounding decides whether its gradient is taken: most of the difference.
/// |computed - expected| / |expected| over all parameters as one vector.
double gradient_difference(const Pass& computed, const Pass& expected) {
  double distance = 0.0, length = 0.0;
  for (std::size_t i = 0; i < expected.gradients.size(); ++i) {
    const auto exact = expected.gradients[i].to(torch::kFloat64);
    const auto other = computed.gradients[i].to(torch::kCPU, torch::kFloat64);
    distance += (other - exact).square().sum().item<double>();
    length += exact.square().sum().item<double>();
  }
  return std::sqrt(distance / length);
}

class GpuNetwork : public testing::TestWithParam<std::string> {};

TEST_P(GpuNetwork, ForwardLossAndGradientsEqualFloat64OnTheCpu) {
  const c10::Device device = test::tested_device();
  use_kernels(device, Kernels::expected);
  const int size_pixels = std::max(64, find_network(GetParam())->smallest_size_pixels);
  torch::manual_seed(3);
  const auto images = torch::rand({network_films, 1, size_pixels, size_pixels});
  const auto labels = torch::arange(network_films) % network_classes;

  const Classifier exact = seeded_network(GetParam(), size_pixels);
  exact.module->to(torch::kFloat64);
  const Pass expected = pass_of(exact, images.to(torch::kFloat64), labels);

  const Classifier network = seeded_network(GetParam(), size_pixels);
  network.module->to(device);
  use_fastest_layout(*network.module, device);
  const Pass computed = pass_of(network, images.to(device), labels.to(device));

  const std::string clause = GetParam() + " in fp32, beside float64 on the CPU: ";
  test::expect_at_most(clause + "logits",
                       test::relative_difference(computed.logits, expected.logits), 1e-3);
  test::expect_at_most(clause + "loss", test::relative_difference(computed.loss, expected.loss),
                       1e-4);
  test::expect_at_most(clause + "gradients", gradient_difference(computed, expected), 5e-2);
}

INSTANTIATE_TEST_SUITE_P(All, GpuNetwork, testing::ValuesIn(network_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace chestlens
