#pragma once

#include "pth/pickle.hpp"

#include <chestlens/error.hpp>

#include <map>
#include <string>

namespace chestlens {

/// The tensors of the dict that a pickle holds, by name; or those of the dict that it holds under
/// "state_dict", "model" and the like, as training scripts wrap it. Other values are left out.
/// Errors: corrupt where there are no tensors, naming the keys found instead.
Result<std::map<std::string, StoredTensor>> find_state_dict(const Pickle& pickle);

}  // namespace chestlens
