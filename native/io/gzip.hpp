#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace chestlens {

/// How many bytes gzip makes of these at its best compression (RFC 1952, level 9), as a server
/// sends them. Errors: runtime where zlib finds no memory.
Result<std::int64_t> gzip_bytes(std::span<const std::byte> bytes);

}  // namespace chestlens
