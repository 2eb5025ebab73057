#pragma once

#include <span>
#include <vector>

namespace chestlens {

/// The two-sided p of a difference by its bootstrap draws: twice the smaller share of draws on
/// either side of 0, each share with one draw added (Davison & Hinkley 1997, section 4.2), at most
/// 1. Draws that are not a number are left out; NaN without any.
double bootstrap_p(std::span<const double> draws);

/// p values corrected for their number, in the same order, so that one false alarm in the whole
/// family is as rare as the level says (Holm 1979). NaN stays, and is not counted.
std::vector<double> holm(std::span<const double> p);

/// The same so that, of those that are called different, a share of `level` is so by chance
/// (Benjamini & Hochberg 1995).
std::vector<double> benjamini_hochberg(std::span<const double> p);

}  // namespace chestlens
