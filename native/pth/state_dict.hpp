#pragma once

#include "pth/pickle.hpp"
#include "pth/pth.hpp"

#include <chestlens/error.hpp>

#include <vector>

namespace chestlens {

/// Every dict that holds tensors by name, and is reached by text keys and lists: the usual keys of
/// training scripts first, then the largest. Other values are left out. Errors: corrupt where there
/// are none, naming the keys found instead; unsupported where another class stands in their place.
Result<std::vector<StateDict>> find_state_dicts(const Pickle& pickle);

}  // namespace chestlens
