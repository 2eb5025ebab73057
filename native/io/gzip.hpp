#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace chestlens {

/// How many bytes gzip makes of these at its best compression (RFC 1952, level 9), as a server
/// sends them. Errors: runtime where zlib finds no memory.
Result<std::int64_t> gzip_bytes(std::span<const std::byte> bytes);

/// The text that gzip packed, of several members all. Errors: corrupt; too_large beyond max_bytes.
Result<std::string> gunzip(std::span<const std::byte> bytes, std::size_t max_bytes);

}  // namespace chestlens
