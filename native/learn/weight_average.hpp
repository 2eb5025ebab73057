#pragma once

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace torch::nn {
class Module;
}

namespace chestlens {

/// Exponential moving average of a network's weights over the optimizer's steps (Polyak & Juditsky
/// 1992), its norms' running statistics included. It is evaluated, and kept as best, in their
/// place.
struct WeightAverage {
  double decay = 0.0;  // 0: off, and no tensors
  std::int64_t steps = 0;
  std::map<std::string, torch::Tensor> tensors = {};  // parameters and buffers by name

  /// The same tensors beside those of the module that the last update() was of.
  struct Pairs {
    const torch::nn::Module* module = nullptr;
    std::vector<torch::Tensor> means, weights;  // floating point
  };
  Pairs pairs = {};
};

/// An average of the present weights alone.
WeightAverage start_average(const torch::nn::Module& module, double decay);

/// average = d * average + (1 - d) * weights; d = min(decay, (1 + steps) / (10 + steps)), so that
/// the first weights are soon forgotten (TensorFlow's ExponentialMovingAverage). Integers stay. No
/// effect where it is off.
void update(WeightAverage& average, const torch::nn::Module& module);

/// Copies the module's integers, which are counts. No effect where it is off.
void copy_counts(WeightAverage& average, const torch::nn::Module& module);

/// Puts the average into the module for its lifetime, then the weights again, bit for bit.
class AverageInPlace {
 public:
  AverageInPlace(torch::nn::Module& module, WeightAverage& average);
  ~AverageInPlace();
  AverageInPlace(const AverageInPlace&) = delete;
  AverageInPlace& operator=(const AverageInPlace&) = delete;

 private:
  torch::nn::Module& module_;
  WeightAverage& average_;
};

}  // namespace chestlens
