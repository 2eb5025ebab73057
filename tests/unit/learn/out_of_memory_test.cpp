#include "learn/out_of_memory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <new>
#include <stdexcept>

namespace chestlens {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Workload heavy_training{"densenet121", 96, 224, c10::Device(c10::kCPU)};

TEST(OutOfMemory, OfLibTorchNamesTheNetworkAndTheWayOut) {
  const auto result = within_memory(heavy_training, []() -> Result<torch::Tensor> {
    return torch::empty({std::int64_t{1} << 55});  // more than any address space
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::too_large);
  EXPECT_THAT(to_string(result.error()),
              HasSubstr("training: out of memory on cpu: densenet121 at 224 px in batches of 96"));
  EXPECT_THAT(result.error().message, HasSubstr("--set train.batch=48"));
  EXPECT_THAT(result.error().message, HasSubstr("train.accumulate_batches=2"));
  EXPECT_THAT(result.error().message, HasSubstr("allocate"));  // LibTorch's own words, with sizes
  EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
}

TEST(OutOfMemory, IsToldFromWhatAGpuAndItsLibrariesSay) {
  const auto is_told = [](const char* message) {
    return out_of_memory(heavy_training, std::runtime_error(message)).has_value();
  };
  EXPECT_TRUE(is_told("CUDA error: out of memory"));
  EXPECT_TRUE(is_told("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"));
  EXPECT_TRUE(
      is_told("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"));
  EXPECT_FALSE(is_told("CUDA error: an illegal memory access was encountered"));
  EXPECT_TRUE(out_of_memory(heavy_training, std::bad_alloc()));
  const auto of_gpu = out_of_memory(
      heavy_training,
      std::runtime_error("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has 1.00 "
                         "GiB free. If reserved but unallocated memory is large try ..."));
  ASSERT_TRUE(of_gpu);
  EXPECT_THAT(of_gpu->message, HasSubstr("Tried to allocate 2.00 GiB"));
  EXPECT_EQ(of_gpu->message.find("If reserved"), std::string::npos);
}

TEST(OutOfMemory, OfASmallBatchOrAPredictionHasAnotherWayOut) {
  const auto message = [](Workload workload) {
    return out_of_memory(workload, std::bad_alloc())->message;
  };
  EXPECT_THAT(message({"tiny", 2, 512, c10::Device(c10::kCPU)}), HasSubstr("lower size_pixels"));
  EXPECT_THAT(message({"tiny", 32, 512, c10::Device(c10::kCUDA, 0), false}),
              HasSubstr("--device cpu"));
  EXPECT_THAT(message({"tiny", 32, 512, c10::Device(c10::kCPU), false}),
              AllOf(HasSubstr("free memory"), Not(HasSubstr("--device cpu"))));
}

TEST(OutOfMemory, LeavesOtherExceptionsAndResultsAlone) {
  EXPECT_THROW(static_cast<void>(within_memory(
                   heavy_training, []() -> Status { throw std::runtime_error("no such kernel"); })),
               std::runtime_error);
  EXPECT_EQ(within_memory(heavy_training, []() -> Result<int> { return 7; }).value(), 7);
}

}  // namespace
}  // namespace chestlens
