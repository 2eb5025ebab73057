#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// The element types of PyTorch's storages that are read.
enum class ElementType : std::uint8_t {
  float16,
  bfloat16,
  float32,
  float64,
  int8,
  uint8,
  int16,
  int32,
  int64,
  boolean,
};

std::size_t element_bytes(ElementType type);

/// Flat data that a pickle names and that lies elsewhere in the file.
struct StorageReference {
  ElementType type = ElementType::float32;
  std::string key;
  std::int64_t elements = 0;
};

/// A strided view of a storage. Every element it shows lies within the storage.
struct StoredTensor {
  std::size_t storage = 0;  // index into the storages it was read with
  std::int64_t offset = 0;  // in elements, as the strides
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;
};

}  // namespace chestlens
