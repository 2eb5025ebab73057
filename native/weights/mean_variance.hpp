#pragma once

namespace chestlens {

struct Classifier;

/// Draws every parameter of the body from a normal distribution with the mean and variance that its
/// values have, by LibTorch's generator; statistics of norms are set back to 0 and 1. What
/// is left of weights then is their scale ("Mean Var": Raghu et al. 2019, Transfusion, section 4).
void draw_by_mean_and_variance(const Classifier& classifier);

}  // namespace chestlens
