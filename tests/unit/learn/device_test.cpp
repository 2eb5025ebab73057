#include "learn/device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

TEST(Device, IsChosenByName) {
  EXPECT_TRUE(choose_device("cpu").value().is_cpu());
  EXPECT_EQ(choose_device("auto").value().is_cuda(), torch::cuda::is_available());
  const auto unknown = choose_device("tpu");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::invalid_argument);
}

TEST(Device, CudaThatIsNotThereIsAClearError) {
  if (torch::cuda::is_available()) GTEST_SKIP() << "this machine has CUDA";
  const auto device = choose_device("cuda");
  ASSERT_FALSE(device);
  EXPECT_EQ(device.error().code, ErrorCode::not_found);
  EXPECT_THAT(device.error().message, HasSubstr("--device cpu"));
}

TEST(Precision, Fp32IsAlwaysGiven) {
  const PrecisionChoice choice = choose_precision(Precision::fp32, c10::Device(c10::kCPU));
  EXPECT_EQ(choice.type, torch::kFloat32);
  EXPECT_EQ(choice.description, "fp32");
}

TEST(Precision, SaysWhatBf16FellBackTo) {
  const PrecisionChoice choice = choose_precision(Precision::bf16, c10::Device(c10::kCPU));
  if (choice.type == torch::kBFloat16) {
    EXPECT_EQ(choice.description, "bf16 autocast");
  } else {
    EXPECT_EQ(choice.type, torch::kFloat32);
    EXPECT_EQ(choice.description, "fp32 (this processor has no avx512_bf16)");
  }
}

TEST(Precision, Fp16IsForCuda) {
  const PrecisionChoice on_cpu = choose_precision(Precision::fp16, c10::Device(c10::kCPU));
  EXPECT_EQ(on_cpu.type, torch::kFloat32);
  EXPECT_EQ(on_cpu.description, "fp32 (fp16 is for CUDA)");
  const PrecisionChoice on_gpu = choose_precision(Precision::fp16, c10::Device(c10::kCUDA, 0));
  EXPECT_EQ(on_gpu.type, torch::kFloat16);
}

TEST(Autocast, IsOnOnlyWhileTheGuardLives) {
  const auto a = torch::rand({8, 8});
  const c10::Device cpu(c10::kCPU);
  {
    const AutocastGuard guard(cpu, torch::kBFloat16);
    EXPECT_EQ(torch::mm(a, a).scalar_type(), torch::kBFloat16);
  }
  EXPECT_EQ(torch::mm(a, a).scalar_type(), torch::kFloat32);
  const AutocastGuard off(cpu, torch::kFloat32);
  EXPECT_EQ(torch::mm(a, a).scalar_type(), torch::kFloat32);
}

}  // namespace
}  // namespace chestlens
