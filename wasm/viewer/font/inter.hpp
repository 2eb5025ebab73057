#pragma once

#include <span>

namespace chestlens::viewer {

/// Inter by Rasmus Andersson (OpenType, SIL Open Font License 1.1, see LICENSE-Inter.txt),
/// embedded at build time from Debian's package fonts-inter.
std::span<const unsigned char> inter_regular();
std::span<const unsigned char> inter_semi_bold();

}  // namespace chestlens::viewer
