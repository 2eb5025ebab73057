#pragma once

namespace torch::nn {
class Module;
}

namespace chestlens {

/// Lets a float32 module compute in float64 for as long as it lives, with the same weights: what it
/// then gives is the function that the weights stand for, without float32's rounding.
class Float64Mode {
 public:
  explicit Float64Mode(torch::nn::Module& module);
  ~Float64Mode();
  Float64Mode(const Float64Mode&) = delete;
  Float64Mode& operator=(const Float64Mode&) = delete;

 private:
  torch::nn::Module& module_;
};

}  // namespace chestlens
