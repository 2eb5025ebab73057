#pragma once

#include <torch/types.h>

#include <vector>

namespace torch::nn {
class Module;
}

namespace chestlens {

/// Switches the gradients of a module's parameters off, which the tracer refuses, and on again at
/// the end of its lifetime.
class WithoutGradients {
 public:
  explicit WithoutGradients(const torch::nn::Module& module);
  ~WithoutGradients();
  WithoutGradients(const WithoutGradients&) = delete;
  WithoutGradients& operator=(const WithoutGradients&) = delete;

 private:
  std::vector<torch::Tensor> required_;
};

}  // namespace chestlens
