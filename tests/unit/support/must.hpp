#pragma once

#include <chestlens/error.hpp>

#include <stdexcept>
#include <utility>

namespace chestlens::test {

/// For steps a test takes for granted: throws what went wrong.
inline void must(const Status& status) {
  if (!status) throw std::runtime_error(to_string(status.error()));
}

/// The value of such a step.
template <typename T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(to_string(result.error()));
  return *std::move(result);
}

}  // namespace chestlens::test
