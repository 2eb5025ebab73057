#pragma once

#include "embed/rows.hpp"

#include <cstddef>

namespace chestlens::test {

/// Rows of three groups, i % 3, that oracles.py makes by the same formula.
inline Rows formula_rows(std::size_t count, std::size_t width) {
  Rows rows{width, {}};
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < width; ++k) {
      const auto wave = static_cast<double>((i * i * (k + 3) + 7 * i * k) % 101);
      rows.values.push_back(static_cast<float>(wave / 101.0 * 3.0 / static_cast<double>(1 + k) +
                                               (i % 3 == k % 3 ? 1.5 : 0.0)));
    }
  }
  return rows;
}

}  // namespace chestlens::test
