#include "figures.hpp"
#include "learn/out_of_memory.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(GpuMemory, ThatRunsOutIsAnErrorThatNamesBatchAndSize) {
  const c10::Device device = test::tested_device();
  const Workload workload{"densenet121", 512, 224, device};
  const auto result = within_memory(workload, [&]() -> Result<torch::Tensor> {
    return torch::empty({std::int64_t{1} << 55}, torch::TensorOptions().device(device));
  });
  ASSERT_FALSE(result);
  const std::string text = to_string(result.error());
  test::expect_holds("out of memory", text,
                     text.find("densenet121 at 224 px in batches of 512") != std::string::npos);
  // What was asked for in vain does not stay behind.
  EXPECT_EQ(torch::ones({8}, torch::TensorOptions().device(device)).sum().item<float>(), 8.0F);
}

}  // namespace
}  // namespace chestlens
