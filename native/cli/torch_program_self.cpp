#include "cli/torch_program.hpp"

// chestlens-torch is the program that has LibTorch.

namespace chestlens {

Status run_torch_program(int, char**) {
  return {};
}

Status torch_is_here() {
  return {};
}

}  // namespace chestlens
