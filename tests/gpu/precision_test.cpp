#include "figures.hpp"
#include "learn/device.hpp"
#include "learn/learner.hpp"
#include "learn/training_loss.hpp"
#include "networks/network_table.hpp"
#include "weights/memory_layout.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

namespace chestlens {
namespace {

constexpr int precision_classes = 4;

/// Noise that is brighter in one quarter by the class.
Batch learnable_batch(int films, int side) {
  torch::manual_seed(5);
  auto images = torch::rand({films, 1, side, side}) * 0.6;
  const auto labels = torch::arange(films) % precision_classes;
  const int half = side / 2;
  for (int film = 0; film < films; ++film) {
    const int quarter = film % precision_classes;
    images[film][0]
        .narrow(0, quarter / 2 * half, half)
        .narrow(1, quarter % 2 * half, half)
        .add_(0.4);
  }
  return {images, labels, 0};
}

Learner new_learner_of(const std::string& name, int size_pixels, const Computing& computing) {
  torch::manual_seed(7);
  Learner learner;
  learner.classifier =
      make_classifier(
          {.name = name, .classes = precision_classes, .dropout = 0.0, .size_pixels = size_pixels})
          .value();
  learner.classifier.module->to(computing.device);
  use_fastest_layout(*learner.classifier.module, computing.device);
  learner.classifier.module->train();
  learner.optimizer = make_optimizer(learner.classifier, OptimizerKind::adamw, 0.01);
  set_rates(learner.optimizer, {.low = 3e-4, .high = 3e-4});
  learner.loss_scale.enabled = computing.type == torch::kHalf;
  return learner;
}

bool weights_are_finite(const Classifier& classifier) {
  return std::ranges::all_of(classifier.module->parameters(), [](const torch::Tensor& parameter) {
    return parameter.isfinite().all().item<bool>();
  });
}

class GpuPrecision : public testing::TestWithParam<std::tuple<std::string, Precision>> {};

TEST_P(GpuPrecision, TrainsWithoutANanAndLowersTheLoss) {
  const auto& [name, precision] = GetParam();
  const c10::Device device = test::tested_device();
  const PrecisionChoice choice = choose_precision(precision, device);
  if (choice.type == torch::kFloat32) GTEST_SKIP() << choice.description;
  use_kernels(device, Kernels::expected);
  const int size_pixels = std::max(64, find_network(name)->smallest_size_pixels);
  const Computing computing{device, choice.type, {}};
  Learner learner = new_learner_of(name, size_pixels, computing);
  const Batch batch = learnable_batch(8, size_pixels);
  Recipe recipe;
  recipe.augment = {.flip = 0.0, .rotate_degrees = 2.0};
  const Stage stage{.size_pixels = size_pixels, .batch = 8};
  const int steps = device.is_cuda() ? 40 : 16;
  std::vector<double> losses;
  int skipped = 0;
  for (int i = 0; i < steps; ++i) {
    const auto loss = training_loss(learner.classifier, batch, recipe, stage, i, computing);
    const auto skip = learn(learner, loss.minimised, {1.0, 0.9}).value();
    skipped += skip.defined() && skip.item<float>() != 0.0F ? 1 : 0;
    losses.push_back(loss.shown.item<double>());
  }
  const double last = (losses[losses.size() - 1] + losses[losses.size() - 2]) / 2.0;
  const bool finite = weights_are_finite(learner.classifier) &&
                      std::ranges::all_of(losses, [](double loss) { return std::isfinite(loss); });
  test::expect_holds(fmt::format("{} in {}: loss over {} steps", name, choice.description, steps),
                     fmt::format("{:.3f} to {:.3f}, {} steps skipped{}", losses.front(), last,
                                 skipped, finite ? "" : ", not finite"),
                     finite && last < losses.front() && skipped < steps / 2);
}

INSTANTIATE_TEST_SUITE_P(All, GpuPrecision,
                         testing::Combine(testing::ValuesIn(network_names()),
                                          testing::Values(Precision::bf16, Precision::fp16)),
                         [](const auto& info) {
                           const bool bf16 = std::get<1>(info.param) == Precision::bf16;
                           return std::get<0>(info.param) + (bf16 ? "_bf16" : "_fp16");
                         });

/// One step of each network, for compute-sanitizer: everything that a step runs, once.
class GpuStep : public testing::TestWithParam<std::string> {};

TEST_P(GpuStep, IsTaken) {
  const c10::Device device = test::tested_device();
  use_kernels(device,
              Kernels::deterministic);  // no timing of kernels, which a sanitizer slows down
  const int size_pixels = std::max(64, find_network(GetParam())->smallest_size_pixels);
  const Computing computing{device, choose_precision(Precision::automatic, device).type, {}};
  Learner learner = new_learner_of(GetParam(), size_pixels, computing);
  Recipe recipe;
  recipe.augment.cutout_probability = 1.0;
  const Stage stage{.size_pixels = size_pixels, .mixup_alpha = 0.4, .batch = 4};
  const auto loss = training_loss(learner.classifier, learnable_batch(4, size_pixels), recipe,
                                  stage, 0, computing);
  EXPECT_TRUE(learn(learner, loss.minimised, {1.0, 0.9}).has_value());
  EXPECT_TRUE(std::isfinite(loss.shown.item<double>()));
}

INSTANTIATE_TEST_SUITE_P(All, GpuStep, testing::ValuesIn(network_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace chestlens
