#pragma once

#include <chestlens/metrics.hpp>

#include <span>
#include <vector>

namespace chestlens {

/// The expected calibration error without the bias of its plain value (expected_calibration_error),
/// which noise in each bin alone makes greater than 0. `excess` holds, by bin, the sum of (right -
/// confidence) over its films as a share of all films; `draws` the same of bootstrap draws, [draw].
///
/// The true curve is taken to be the observed one, times a factor; the noise about it, that of the
/// draws. The value is of the factor whose plain value is, on average, the observed one; the
/// interval of those for which the observed one is among the middle `level`, its upper end no less
/// than where noise alone, as a rule, would put it. It holds the value, and 0 where calibration may
/// be perfect (tests/oracles/calibration.py weighs it).
Estimate unbiased_calibration_error(std::span<const double> excess,
                                    const std::vector<std::vector<double>>& draws,
                                    double level = 0.95);

}  // namespace chestlens
