#include "learn/device.hpp"

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include <cstdlib>

namespace chestlens {
namespace {

bool processor_has_bf16() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return false;
#endif
}

/// Older GPUs have bf16 in name only; a small convolution finds out.
bool gpu_convolves_bf16(c10::Device device) {
  try {
    const auto options = torch::TensorOptions().device(device).dtype(torch::kBFloat16);
    const auto y =
        torch::conv2d(torch::ones({1, 8, 8, 8}, options), torch::ones({8, 8, 3, 3}, options));
    return y.sum().item<float>() > 0.0F;
  } catch (const std::exception&) {
    return false;
  }
}

/// LibTorch 2.4 gave autocast one interface for all devices.
void set_autocast(c10::Device device, c10::ScalarType type, bool enabled) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
  at::autocast::set_autocast_dtype(device.type(), type);
  at::autocast::set_autocast_enabled(device.type(), enabled);
#else
  if (device.is_cuda()) {
    at::autocast::set_autocast_gpu_dtype(type);
    at::autocast::set_enabled(enabled);
  } else {
    at::autocast::set_autocast_cpu_dtype(type);
    at::autocast::set_cpu_enabled(enabled);
  }
#endif
}

/// LibTorch 2.9 named the precisions, by strings before 2.11, and warns of the switch before it.
void compute_in_float32() {
  auto& context = at::globalContext();
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 11)
  using Op = at::Float32Op;
  for (const Op op : {Op::ALL, Op::CONV, Op::RNN, Op::MATMUL}) {
    context.setFloat32Precision(at::Float32Backend::CUDA, op, at::Float32Precision::IEEE);
  }
#else
  context.setAllowTF32CuDNN(false);
  context.setAllowTF32CuBLAS(false);
#endif
}

std::string why_fp32(Precision asked, c10::Device device) {
  if (device.is_cuda()) return "fp32 (this GPU does not convolve in bf16)";
  return asked == Precision::fp16 ? "fp32 (fp16 is for CUDA)"
                                  : "fp32 (this processor has no avx512_bf16)";
}

}  // namespace

Result<c10::Device> choose_device(const std::string& name) {
  constexpr int keep_what_is_set = 0;
  if (name != "cpu") {
    setenv("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True", keep_what_is_set);
    setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", keep_what_is_set);  // repeats its bits
  }
  const bool has_cuda = torch::cuda::is_available();
  if (name == "cpu" || (name == "auto" && !has_cuda)) return c10::Device(c10::kCPU);
  if (name != "auto" && name != "cuda") {
    return fail(ErrorCode::invalid_argument, "\"" + name + "\" is not auto, cpu or cuda", "device");
  }
  if (!has_cuda) {
    return fail(ErrorCode::not_found,
                "no CUDA device: this needs an NVIDIA GPU with its driver and a program built "
                "against a LibTorch with CUDA; use --device cpu",
                "device");
  }
  return c10::Device(c10::kCUDA, 0);
}

void use_kernels(c10::Device device, Kernels kernels) {
  if (!device.is_cuda()) return;
  const bool repeats = kernels == Kernels::deterministic;
  auto& context = at::globalContext();
  context.setBenchmarkCuDNN(kernels == Kernels::tried);
  context.setDeterministicCuDNN(repeats);
  context.setDeterministicAlgorithms(repeats, /*warn_only=*/true);
  compute_in_float32();
}

PrecisionChoice choose_precision(Precision asked, c10::Device device) {
  constexpr auto fp32 = c10::ScalarType::Float;
  const PrecisionChoice fp16{c10::ScalarType::Half, "fp16 autocast with a loss scale"};
  if (asked == Precision::fp32) return {fp32, "fp32"};
  if (asked == Precision::fp16) {
    return device.is_cuda() ? fp16 : PrecisionChoice{fp32, why_fp32(asked, device)};
  }
  if (device.is_cuda() ? gpu_convolves_bf16(device) : processor_has_bf16()) {
    return {c10::ScalarType::BFloat16, "bf16 autocast"};
  }
  if (asked == Precision::automatic && device.is_cuda()) return fp16;
  return {fp32, why_fp32(asked, device)};
}

AutocastGuard::AutocastGuard(c10::Device device, c10::ScalarType type)
    : device_(device), type_(type) {
  if (type_ == c10::ScalarType::Float) return;
  at::autocast::increment_nesting();
  set_autocast(device_, type_, true);
}

AutocastGuard::~AutocastGuard() {
  if (type_ == c10::ScalarType::Float) return;
  set_autocast(device_, type_, false);
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
}

}  // namespace chestlens
