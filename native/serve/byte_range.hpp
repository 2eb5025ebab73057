#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chestlens {

/// What a request's header Range asks of a file (RFC 9110, 14).
struct ByteRange {
  bool is_satisfiable = true;
  std::uint64_t first = 0;
  std::uint64_t bytes = 0;
};

/// Of "bytes=0-99", "bytes=100-" or "bytes=-100". Nothing, which means the whole file, where the
/// text is of another form or asks for several ranges.
std::optional<ByteRange> parse_byte_range(std::string_view text, std::uint64_t file_bytes);

}  // namespace chestlens
