#pragma once

#include "data/manifest.hpp"
#include "data/patients.hpp"

#include <cstdint>
#include <vector>

namespace chestlens {

/// Which patients validate, chosen as runs of neighbours: within a source and class those whose ids
/// differ in their last number alone are a series in its order, the others one in the drawn order.
/// A series is cut into four stretches of equally many films (fewer where one would have less than
/// 20 patients); in each, a run of patients with about `fraction` of its films validates, its
/// place drawn by the seed. Neighbours were often taken together: so few of them are parted.
std::vector<bool> deal_blocks(const std::vector<PatientGroup>& patients, const Manifest& manifest,
                              double fraction, std::uint64_t seed);

}  // namespace chestlens
