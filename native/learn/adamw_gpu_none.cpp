#include "learn/adamw_gpu.hpp"

#include <stdexcept>

namespace chestlens {

bool has_adamw_kernel() {
  return false;
}

void adamw_on_gpu(AdamwTable& /*table*/, std::vector<AdamwPiece> /*pieces*/,
                  const std::vector<AdamwStep>& /*groups*/, const torch::Tensor& /*skips*/,
                  c10::Device /*device*/) {
  throw std::logic_error("this build has no kernel of AdamW");
}

}  // namespace chestlens
