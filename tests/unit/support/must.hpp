#pragma once

#include <chestlens/error.hpp>

#include <stdexcept>

namespace chestlens::test {

/// For steps a test takes for granted; expected<void> has no throwing value().
inline void must(const Status& status) {
  if (!status) throw std::runtime_error(to_string(status.error()));
}

}  // namespace chestlens::test
