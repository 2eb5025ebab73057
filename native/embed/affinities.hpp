#pragma once

#include "embed/neighbours.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chestlens {

/// t-SNE's symmetric p_ij, of sum 1, row by row: those of row i are values[rows[i]] ... up to
/// rows[i+1], of the points of the same places.
struct Affinities {
  std::vector<std::size_t> rows;  // [N+1]
  std::vector<std::uint32_t> points;
  std::vector<float> values;

  std::size_t count() const { return rows.empty() ? 0 : rows.size() - 1; }
};

/// Neighbours that a perplexity asks for: three times as many (van der Maaten 2014, section 4.1).
std::size_t neighbours_for(double perplexity);

/// conditional_affinities() of each point, and their mean over both directions. Errors:
/// invalid_argument for a perplexity that is not below the number of neighbours, or below 1.
Result<Affinities> joint_affinities(const Neighbours& neighbours, double perplexity, int threads);

}  // namespace chestlens
