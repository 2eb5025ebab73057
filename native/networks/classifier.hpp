#pragma once

#include "networks/spec.hpp"

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace torch::nn {
class Module;
}

namespace chestlens {

struct Chain;

/// One forward pass.
struct Outputs {
  torch::Tensor logits;       // [N,C]
  torch::Tensor features;     // [N,K], the input of the last linear layer
  torch::Tensor activations;  // [N,F,h,w], the body's last feature maps, as the head sees them
};

/// A body cut from its classifier, and a head on it (fastai's cut). Copies share the weights.
struct Classifier {
  NetworkSpec spec;
  std::shared_ptr<Chain> body;  // [N,input_channels,H,W] -> [N,F,h,w]; children under public names
  std::shared_ptr<Chain> head;  // [N,F,h,w] -> [N,C]; its last child makes logits of features
  std::shared_ptr<torch::nn::Module>
      module;                             // parent of "body" and "head": parameters, train(), to()
  std::vector<std::string> group_starts;  // the body's children at which a layer group begins
};

/// Builds a network with Kaiming-initialised weights from torch's current generator.
/// Errors: invalid_argument for a name that is not one of network_names() (network_table.hpp), or a
/// bad spec.
Result<Classifier> make_classifier(const NetworkSpec& spec);

/// How a network is built from its spec; tests put in a tiny one.
using NetworkFactory = std::function<Result<Classifier>(const NetworkSpec&)>;

/// Joins a body and a head that were built by hand; their weights are left as they are.
Classifier assemble_classifier(NetworkSpec spec, std::shared_ptr<Chain> body,
                               std::shared_ptr<Chain> head);

/// `images` is [N,1,H,W] in [0,1]; normalisation and the repeat to input_channels happen here.
Outputs forward(const Classifier& classifier, const torch::Tensor& images);

/// The two halves of forward(): images to activations, activations to all outputs.
torch::Tensor forward_body(const Classifier& classifier, const torch::Tensor& images);
Outputs forward_head(const Classifier& classifier, const torch::Tensor& activations);

std::int64_t parameter_count(const Classifier& classifier);

/// What one film costs. torchvision publishes `layers`; timm, by fvcore, publishes the sum.
struct MultiplyAdds {
  std::int64_t layers = 0;  // convolutions and linear layers, biases not counted
  std::int64_t norms = 0;   // two for each element that a batch norm scales and shifts
};

/// Counts for one film of size_pixels squared. Errors: runtime, with LibTorch's message.
Result<MultiplyAdds> multiply_adds(const Classifier& classifier, int size_pixels);

/// Parameters from input to output in the groups fastai gives discriminative rates, the head last.
std::vector<std::vector<torch::Tensor>> layer_groups(const Classifier& classifier);

}  // namespace chestlens
