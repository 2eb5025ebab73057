#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace chestlens {

/// SHA-256 (FIPS 180-4) in lower-case hex, 64 characters.
std::string sha256_hex(std::span<const std::byte> bytes);
std::string sha256_hex(std::string_view text);

}  // namespace chestlens
