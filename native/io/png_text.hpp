#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace chestlens {

/// The PNG with a tEXt chunk behind its header (PNG, section 11.3.4.3), e.g. "Software" and the
/// program's name. Shorter than a PNG's header: unchanged.
std::vector<std::byte> with_png_text(std::span<const std::byte> png, std::string_view keyword,
                                     std::string_view text);

/// Whether with_png_text wrote these words into the PNG that `bytes` begins.
bool has_png_text(std::span<const std::byte> bytes, std::string_view keyword,
                  std::string_view text);

}  // namespace chestlens
