#pragma once

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <map>
#include <string>

namespace torch::nn {
class Module;
}

namespace chestlens {

/// Parameters and buffers by name; they share memory with the module.
std::map<std::string, torch::Tensor> weights_of(const torch::nn::Module& module);

/// Copies into the module every parameter and buffer it has. Errors: mismatch, listing what is
/// missing, left over or of another shape; nothing is copied then.
Status set_weights(torch::nn::Module& module, const std::map<std::string, torch::Tensor>& weights);

/// Lays convolutions' weights out channels-last, which is the faster layout on CPU and CUDA.
void use_channels_last(torch::nn::Module& module);

}  // namespace chestlens
