#pragma once

#include "data/patients.hpp"

#include <cstddef>
#include <vector>

namespace chestlens {

/// The fold of each patient, from 0: rarest stratum first and large patients first, each goes to
/// the fold that lacks most of its stratum's films (as scikit-learn's StratifiedGroupKFold deals,
/// one stratum after the other).
std::vector<std::size_t> deal_folds(const std::vector<PatientGroup>& patients, std::size_t strata,
                                    std::size_t folds);

}  // namespace chestlens
