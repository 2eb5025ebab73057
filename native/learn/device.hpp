#pragma once

#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <cstdint>
#include <string>

namespace chestlens {

/// "auto" (CUDA where there is one), "cpu" or "cuda". Asked before the first use of a GPU, it lets
/// LibTorch grow what it holds of a GPU's memory in place, unless the environment says otherwise.
/// Errors: invalid_argument for another word, not_found where CUDA is asked for and is not there.
Result<c10::Device> choose_device(const std::string& name);

/// Which of a GPU's kernels compute: those that cuDNN expects to be fast; those that are fastest
/// once it has tried them, which takes a minute for a network of many shapes; or those that repeat
/// their bits from run to run, where LibTorch has such.
enum class Kernels : std::uint8_t { expected, tried, deterministic };

/// Chooses a GPU's kernels for the process. float32 is float32 with either: no product is rounded
/// to TF32's 10 bits. No effect on the CPU, whose results are the same bits every time.
void use_kernels(c10::Device device, Kernels kernels);

/// The type that a recipe's precision means on a device: float32, or the one autocast computes in,
/// and its description: "bf16 autocast", or "fp32" with the reason where another was asked for.
/// "auto" is bf16 where the hardware has it, else fp16 on CUDA, else fp32.
struct PrecisionChoice {
  c10::ScalarType type = c10::ScalarType::Float;
  std::string description;
};
PrecisionChoice choose_precision(Precision asked, c10::Device device);

/// Autocast to bf16 or fp16 on a device for its lifetime; no effect for float32.
class AutocastGuard {
 public:
  AutocastGuard(c10::Device device, c10::ScalarType type);
  ~AutocastGuard();
  AutocastGuard(const AutocastGuard&) = delete;
  AutocastGuard& operator=(const AutocastGuard&) = delete;

 private:
  c10::Device device_;
  c10::ScalarType type_;
};

}  // namespace chestlens
