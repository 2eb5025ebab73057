#pragma once

#include "pth/stored_tensor.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace chestlens {

enum class ContainerKind : std::uint8_t { list, tuple, dict };

/// A container of Pickle::containers; by index, so that one may hold itself.
struct ContainerReference {
  ContainerKind kind = ContainerKind::list;
  std::size_t index = 0;
};

/// A stretch of a storage; most are the whole of it.
struct StorageView {
  std::size_t storage = 0;  // index into Pickle::storages
  std::int64_t first = 0;   // in elements
  std::int64_t elements = 0;
};

struct TensorReference {
  std::size_t index = 0;  // into Pickle::tensors
};

/// A name of Python's that may stand in a state dict.
struct PickleGlobal {
  enum class Kind : std::uint8_t {
    ordered_dict,
    rebuild_tensor,
    rebuild_tensor_v2,
    rebuild_parameter,
    rebuild_from_type,
    storage_type,
  };
  Kind kind = Kind::ordered_dict;
  ElementType type = ElementType::float32;  // of a storage_type
};

/// Any other class or function, and what is made by it: passed over, of use to nobody here.
struct ForeignObject {
  std::string_view module, name;
};

/// Texts point into the bytes that were read.
using PickleValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string_view, ContainerReference,
                 PickleGlobal, StorageView, TensorReference, ForeignObject>;

/// What a pickle holds. A dict's container alternates keys and values.
struct Pickle {
  PickleValue root;
  std::vector<std::vector<PickleValue>> containers;
  std::vector<StorageReference> storages;
  std::vector<StoredTensor> tensors;
  std::size_t bytes = 0;  // read; another pickle may follow
};

/// Reads a pickle of tensors, storages, dicts, lists, tuples, numbers and texts. Nothing is ever
/// called: what another global would make is a ForeignObject, which knows its name alone, and
/// memory grows only with the bytes read. Errors: unsupported for an opcode that is refused;
/// truncated, corrupt, too_large.
Result<Pickle> read_pickle(std::span<const std::byte> bytes);

/// The container's values, or nothing where `value` is no container of that kind.
const std::vector<PickleValue>* items_of(const Pickle& pickle, const PickleValue& value,
                                         ContainerKind kind);

/// The value of a text key, or nothing where `value` is no dict or lacks it.
const PickleValue* find_in_dict(const Pickle& pickle, const PickleValue& value,
                                std::string_view key);

}  // namespace chestlens
