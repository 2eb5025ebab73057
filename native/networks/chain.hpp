#pragma once

#include <torch/nn/modules/container/sequential.h>

namespace chestlens {

/// Named modules applied one after another. Unlike torch::nn::Sequential, whose forward is a
/// template, one chain may hold another.
struct Chain : torch::nn::SequentialImpl {
  torch::Tensor forward(torch::Tensor x);
};

/// fastai's initialisation: Kaiming-normal weights (He 2015) and zero biases for convolutions and
/// linear layers; norms keep weight 1 and bias 0. Draws from torch's current generator.
void kaiming_initialize(torch::nn::Module& module);

}  // namespace chestlens
