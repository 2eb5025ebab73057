#pragma once

#include "learn/adamw_pieces.hpp"

#include <span>

namespace chestlens {

/// One step of all pieces, in main memory, in one pass on LibTorch's own threads: the number of
/// threads changes no bit.
void adamw_on_cpu(std::span<const AdamwPiece> pieces, std::span<const AdamwStep> groups);

}  // namespace chestlens
