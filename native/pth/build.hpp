#pragma once

#include "pth/pickle.hpp"

#include <chestlens/error.hpp>

#include <string>
#include <string_view>

namespace chestlens {

/// The only names that a pickle may mention. Errors: unsupported, naming "module.name".
Result<PickleGlobal> find_global(std::string_view module, std::string_view name);

/// What Python would make by calling `callee` with a tuple of arguments, for the few callees there
/// are; new tensors and containers go into `pickle`. Every extent is checked against the storage.
Result<PickleValue> build_object(Pickle& pickle, const PickleValue& callee,
                                 const PickleValue& arguments);

/// The storage that a persistent id names: ("storage", type, key, place, elements[, view]).
Result<PickleValue> build_storage(Pickle& pickle, const PickleValue& id);

/// At most 100 characters, other than printable ASCII replaced, for an error's message.
std::string printable(std::string_view text);

}  // namespace chestlens
