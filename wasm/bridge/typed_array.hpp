#pragma once

#include <chestlens/error.hpp>

#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace chestlens::bridge {

template <typename T>
constexpr const char* typed_array_name() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return "Uint8Array";
  if constexpr (std::is_same_v<T, std::uint16_t>) return "Uint16Array";
  if constexpr (std::is_same_v<T, float>) return "Float32Array";
}

/// Copies a typed array of exactly T's kind into C++. `name` is the argument's, for the message.
template <typename T>
Result<std::vector<T>> from_typed_array(const emscripten::val& array, const char* name) {
  if (!array.instanceof(emscripten::val::global(typed_array_name<T>()))) {
    return fail(ErrorCode::invalid_argument, std::string("give a ") + typed_array_name<T>(), name);
  }
  return emscripten::convertJSArrayToNumberVector<T>(array);
}

/// A typed array of its own, not a view into memory that may move.
template <typename T>
emscripten::val to_typed_array(const std::vector<T>& values) {
  return emscripten::val(emscripten::typed_memory_view(values.size(), values.data()))
      .template call<emscripten::val>("slice");
}

}  // namespace chestlens::bridge
