#pragma once

#include "pth/pickle.hpp"

#include <chestlens/error.hpp>

#include <string>
#include <string_view>

namespace chestlens {

/// A PickleGlobal for the few names that have a meaning here, else a ForeignObject.
PickleValue find_global(std::string_view module, std::string_view name);

/// "refused: it asks for os.system, ..."
Error refused(const ForeignObject& foreign);

/// What Python would make by calling `callee` with a tuple of arguments, for the few callees there
/// are; new tensors and containers go into `pickle`. Every extent is checked against the storage. A
/// foreign callee makes a foreign object, whatever its arguments.
Result<PickleValue> build_object(Pickle& pickle, const PickleValue& callee,
                                 const PickleValue& arguments);

/// The storage that a persistent id names: ("storage", type, key, place, elements[, view]).
Result<PickleValue> build_storage(Pickle& pickle, const PickleValue& id);

/// At most 100 characters, other than printable ASCII replaced, for an error's message.
std::string ascii_text(std::string_view text);

}  // namespace chestlens
