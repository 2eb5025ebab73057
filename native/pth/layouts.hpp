#pragma once

#include "pth/pth.hpp"

#include <string_view>

namespace chestlens {

/// The two layouts behind read_pth(): bytes that begin with legacy_magic, and a zip archive.
Result<PthFile> read_legacy_pth(std::span<const std::byte> bytes);
Result<PthFile> read_zip_pth(std::span<const std::byte> bytes);

/// The pickle of the number that every legacy file begins with.
inline constexpr std::string_view legacy_magic(
    "\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20j\xa8\x50\x19.", 15);

}  // namespace chestlens
