#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace torch::nn {
class Module;
}

namespace chestlens {

/// Puts a module and its parts into eval mode for as long as it lives, then each back as it was.
class EvalMode {
 public:
  explicit EvalMode(torch::nn::Module& module);
  ~EvalMode();
  EvalMode(const EvalMode&) = delete;
  EvalMode& operator=(const EvalMode&) = delete;

 private:
  std::vector<std::pair<std::shared_ptr<torch::nn::Module>, bool>> was_training_;
};

}  // namespace chestlens
