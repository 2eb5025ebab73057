#include "learn/predictions.hpp"

#include "figures.hpp"
#include "learn/device.hpp"
#include "weights/memory_layout.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <string>

namespace chestlens {
namespace {

/// The last batch is a smaller one, which a GPU fills up; a batch of all films has none.
TEST(GpuPredictions, EqualThoseOfTheCpuWithAndWithoutViews) {
  const c10::Device device = test::tested_device(), cpu(c10::kCPU);
  use_kernels(device, Kernels::expected);
  torch::manual_seed(8);
  const Dataset films{torch::rand({21, 1, 64, 64}), torch::arange(21) % 4};
  const auto classifier = make_classifier({.name = "mobilenet_v2", .size_pixels = 64}).value();
  for (const int views : {0, 3}) {
    const TestTimeAugmentation test_time{views, Augmentation(), 42};
    classifier.module->to(cpu);
    const auto expected =
        predict(classifier, films, cpu, torch::kFloat32, 21, test_time).logits.clone();
    classifier.module->to(device);
    use_fastest_layout(*classifier.module, device);
    const auto computed = predict(classifier, films, device, torch::kFloat32, 8, test_time).logits;
    const std::string title = views == 0 ? "predictions" : "test-time augmentation, 3 views";
    test::expect_at_most(title + ": logits beside the CPU's",
                         test::relative_difference(computed, expected), 1e-3);
  }
}

}  // namespace
}  // namespace chestlens
