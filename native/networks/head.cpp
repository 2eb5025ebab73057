#include "networks/head.hpp"

#include "networks/batch_norm.hpp"
#include "networks/chain.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

namespace nn = torch::nn;

constexpr std::int64_t hidden_units = 512;

/// fastai's AdaptiveConcatPool2d: [N,F,h,w] -> [N,2F,1,1], the maxima first.
struct ConcatPool : nn::Module {
  torch::Tensor forward(const torch::Tensor& x) {
    return torch::cat({torch::nn::functional::adaptive_max_pool2d(
                           x, nn::functional::AdaptiveMaxPool2dFuncOptions({1, 1})),
                       torch::adaptive_avg_pool2d(x, {1, 1})},
                      1);
  }
};

nn::Linear linear_without_bias(std::int64_t in, std::int64_t out) {
  return nn::Linear(nn::LinearOptions(in, out).bias(false));
}

}  // namespace

std::shared_ptr<Chain> make_concat_pool_head(std::int64_t feature_maps, std::int64_t classes,
                                             double dropout) {
  auto head = std::make_shared<Chain>();
  head->push_back(std::make_shared<ConcatPool>());
  head->push_back(nn::Flatten());
  head->push_back(BatchNorm(2 * feature_maps));
  head->push_back(nn::Dropout(dropout / 2));
  head->push_back(linear_without_bias(2 * feature_maps, hidden_units));
  head->push_back(nn::ReLU());
  head->push_back(BatchNorm(hidden_units));
  head->push_back(nn::Dropout(dropout));
  head->push_back(linear_without_bias(hidden_units, classes));
  return head;
}

std::shared_ptr<Chain> make_average_pool_head(std::int64_t feature_maps, std::int64_t classes,
                                              const std::string& linear) {
  auto head = std::make_shared<Chain>();
  head->push_back("pool", nn::AdaptiveAvgPool2d(nn::AdaptiveAvgPool2dOptions({1, 1})));
  head->push_back("flatten", nn::Flatten());
  head->push_back(std::string(linear), nn::Linear(feature_maps, classes));
  return head;
}

}  // namespace chestlens
