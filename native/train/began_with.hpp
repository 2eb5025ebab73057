#pragma once

#include <string>
#include <vector>

namespace chestlens {

/// The weights that a network began its training with.
struct BeganWith {
  std::string name;                       // of public_weights(), or the file's
  std::string sha256;                     // of the file
  std::string from;                       // where it is from, as far as it is known
  bool mean_variance = false;             // only these of each tensor were taken
  std::vector<std::string> missing = {};  // tensors that it lacked, which began at random
};

/// "densenet121 (https://..., sha256 a639ec97...), but for conv3.conv1.weight, which began at
/// random".
std::string to_text(const BeganWith& weights);

}  // namespace chestlens
