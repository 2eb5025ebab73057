#pragma once

#include "networks/batch_norm.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "networks/head.hpp"

#include <torch/torch.h>

#include <memory>

namespace chestlens::test {

/// A network that trains in moments but has all that matters: convolution, norm, dropout, head.
inline Result<Classifier> make_tiny_network(const NetworkSpec& spec) {
  namespace nn = torch::nn;
  auto body = std::make_shared<Chain>();
  body->push_back("conv0", nn::Conv2d(nn::Conv2dOptions(3, 6, 3).stride(2).padding(1).bias(false)));
  body->push_back("norm0", BatchNorm(6));
  body->push_back("relu0", nn::ReLU());
  body->push_back("conv1", nn::Conv2d(nn::Conv2dOptions(6, 8, 3).stride(2).padding(1)));
  body->push_back("relu1", nn::ReLU());
  auto classifier =
      assemble_classifier(spec, body, make_concat_pool_head(8, spec.classes, spec.dropout));
  kaiming_initialize(*classifier.module);
  return classifier;
}

}  // namespace chestlens::test
