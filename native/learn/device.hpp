#pragma once

#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <string>

namespace chestlens {

/// "auto" (CUDA where there is one), "cpu" or "cuda". Errors: invalid_argument for another word,
/// not_found where CUDA is asked for and this LibTorch or this machine has none.
Result<c10::Device> choose_device(const std::string& name);

/// Lets cuDNN time its algorithms once per input shape, which pays where a stage keeps its shapes.
/// A GPU's results then differ in their last bits from run to run. No effect on the CPU.
void use_fastest_kernels(c10::Device device);

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
