#pragma once

#include "train/recipe.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>

#include <string>

namespace chestlens {

/// "auto" (CUDA where there is one), "cpu" or "cuda". Errors: invalid_argument for another word,
/// not_found where CUDA is asked for and this LibTorch or this machine has none.
Result<c10::Device> choose_device(const std::string& name);

/// The precision that a recipe gets on a device, in words too: "bf16 autocast", or "fp32" with the
/// reason where bf16 would have been taken.
struct PrecisionChoice {
  bool bf16 = false;
  std::string description;
};
PrecisionChoice choose_precision(Precision asked, c10::Device device);

/// bf16 autocast on a device while it lives; does nothing where `enabled` is false.
class AutocastGuard {
 public:
  AutocastGuard(c10::Device device, bool enabled);
  ~AutocastGuard();
  AutocastGuard(const AutocastGuard&) = delete;
  AutocastGuard& operator=(const AutocastGuard&) = delete;

 private:
  c10::Device device_;
  bool enabled_;
};

}  // namespace chestlens
