#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace chestlens::formats {

/// How a JPEG 2000 codestream ends.
enum class CodestreamEnd : std::uint8_t {
  whole,
  without_mark,  // every part of every tile is there, and not the mark of the end
  cut
};

/// Walks the parts of the tiles (ISO/IEC 15444-1, A.4) of a codestream, or of that of a JP2 file:
/// OpenJPEG takes what a cut file lacks for empty.
CodestreamEnd end_of_codestream(std::span<const std::byte> file);

}  // namespace chestlens::formats
