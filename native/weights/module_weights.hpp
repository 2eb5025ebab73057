#pragma once

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <map>
#include <string>

namespace torch::nn {
class Module;
}

namespace chestlens {

/// Tensors by their names in a module or a file.
using Weights = std::map<std::string, torch::Tensor>;

/// Parameters and buffers by name; they share memory with the module.
Weights weights_of(const torch::nn::Module& module);

/// Copies `given` into `own`, converting types. Errors: mismatch, counting what is missing, left
/// over or of another shape, with some names of each, in ten lines; nothing is copied then.
Status copy_weights(Weights own, const Weights& given);

/// Copies into the module every parameter and buffer it has. Errors: those of copy_weights.
Status set_weights(torch::nn::Module& module, const Weights& weights);

}  // namespace chestlens
