#pragma once

#include "decoder.hpp"

namespace chestlens::decoder {

/// Why a file of no format that is read is none: what it is instead, where its first bytes tell,
/// and the way out.
Error not_an_image(Bytes bytes);

}  // namespace chestlens::decoder
