#pragma once

#include <c10/core/Device.h>

#include <string>
#include <vector>

namespace chestlens {

/// What started a training, for its record.
struct Invocation {
  std::string version = {};  // of the program
  std::string commit = {};
  std::string command = {};                 // line
  std::vector<std::string> overrides = {};  // --set, as given
};

/// The processor's or the GPU's name as the system has it; "" where it has none.
std::string device_name(c10::Device device);

}  // namespace chestlens
