#include "figures.hpp"
#include "learn/device.hpp"
#include "support/tiny_run.hpp"
#include "weights/tensor_file.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <string>

namespace chestlens {
namespace {

const std::string resumed_recipe =
    "name = \"tiny\"\n[network]\ndropout = 0.0\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch "
    "= 8\n"
    "precision = \"fp32\"\nema_decay = 0.9\n[augment]\nflip = 0.5\nrotate_degrees = 10.0\n"
    "cutout_probability = 0.5\n[[stage]]\nsize_pixels = 32\nepochs = 2\n"
    "max_learning_rate = 3e-3\nmixup_alpha = 0.4\n[[stage]]\nsize_pixels = 48\nepochs = 2\n"
    "max_learning_rate = 3e-3\n";

/// A run that is stopped after some batches of its second stage (5 batches an epoch) and goes on.
class GpuResume : public test::TinyRun {
 protected:
  TrainOptions on(c10::Device device, const std::string& name) const {
    TrainOptions options = this->options(name);
    options.device = device;
    options.resume = true;
    return options;
  }
  void stop_on(c10::Device device, const std::string& name) const {
    TrainOptions stopped = on(device, name);
    int asked = 0;
    stopped.stop_requested = [&] { return asked++ == 13; };
    ASSERT_FALSE(run(resumed_recipe, stopped));
  }
  void go_on(c10::Device device, const std::string& name) const {
    const auto summary = run(resumed_recipe, on(device, name));
    ASSERT_TRUE(summary) << to_string(summary.error());
  }
  /// The norm of the difference of two runs' weights, as a share of the weights' norm. Tensor by
  /// tensor it would say little: some have no gradient but rounding's.
  double weights_apart(const std::string& one, const std::string& other) const {
    const auto first = read_tensor_file(folder_ / one / "last.safetensors").value();
    const auto second = read_tensor_file(folder_ / other / "last.safetensors").value();
    double apart = 0.0;
    double whole = 0.0;
    for (const auto& [name, tensor] : first.tensors) {
      if (!name.starts_with("model/")) continue;
      const auto weights = tensor.to(torch::kFloat64);
      const auto others = second.tensors.at(name).to(torch::kFloat64);
      apart += (weights - others).square().sum().item<double>();
      whole += weights.square().sum().item<double>();
    }
    return std::sqrt(apart / whole);
  }
};

TEST_F(GpuResume, ARunThatWasStoppedEndsAsOneThatWasNot) {
  const c10::Device device = test::tested_device();
  use_kernels(device, Kernels::deterministic);
  go_on(device, "whole");
  stop_on(device, "stopped");
  std::filesystem::copy(folder_ / "stopped", folder_ / "elsewhere",
                        std::filesystem::copy_options::recursive);
  go_on(device, "stopped");
  go_on(c10::Device(c10::kCPU), "elsewhere");
  // The CPU repeats its bits; of a GPU's kernels LibTorch says that some do not.
  test::expect_at_most("stopped and resumed on " + device.str() + ": weights apart",
                       weights_apart("whole", "stopped"), device.is_cpu() ? 0.0 : 2e-2);
  test::expect_at_most("stopped on " + device.str() + ", resumed on the CPU: weights apart",
                       weights_apart("whole", "elsewhere"), device.is_cpu() ? 0.0 : 5e-2);
  use_kernels(device, Kernels::expected);
}

}  // namespace
}  // namespace chestlens
