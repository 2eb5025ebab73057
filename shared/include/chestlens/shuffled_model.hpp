#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chestlens {

/// A model.onnx whose body's last weights, this share of its matrices and kernels and at least one,
/// have their values in an order drawn by the seed: the same values, nothing learned. For the
/// sanity test of maps (Adebayo et al. 2018); head and biases stay. Errors: corrupt, unsupported.
Result<std::vector<std::byte>> shuffle_last_weights(std::span<const std::byte> model, double share,
                                                    std::uint64_t seed);

}  // namespace chestlens
