#include "io/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace chestlens {

Result<std::int64_t> gzip_bytes(std::span<const std::byte> bytes) {
  constexpr int gzip_frame = 15 + 16;  // the largest window; 16 asks for gzip's header and trailer
  constexpr int memory_level = 8;      // zlib's own
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_frame, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return fail(ErrorCode::runtime, "finds no memory to compress in", "zlib");
  }
  std::vector<Bytef> output(std::size_t{1} << 16);  // only counted
  std::int64_t written = 0;
  int state = Z_OK;
  while (state == Z_OK) {
    const auto piece = std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max());
    // zlib's interface wants a mutable pointer, and does not write through it.
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(piece);
    stream.next_out = output.data();
    stream.avail_out = static_cast<uInt>(output.size());
    state = deflate(&stream, piece == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    bytes = bytes.subspan(piece - stream.avail_in);
    written += static_cast<std::int64_t>(output.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  if (state != Z_STREAM_END) return fail(ErrorCode::runtime, "cannot compress", "zlib");
  return written;
}

Result<std::string> gunzip(std::span<const std::byte> bytes, std::size_t max_bytes) {
  constexpr int gzip_frame = 15 + 16;
  z_stream stream{};
  if (inflateInit2(&stream, gzip_frame) != Z_OK) {
    return fail(ErrorCode::runtime, "finds no memory to unpack in", "zlib");
  }
  std::vector<Bytef> output(std::size_t{1} << 16);
  std::string text;
  int state = Z_OK;
  while ((state == Z_OK || state == Z_STREAM_END) && !bytes.empty() && text.size() <= max_bytes) {
    if (state == Z_STREAM_END) inflateReset(&stream);  // another member follows
    const auto piece = std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max());
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(piece);
    do {
      stream.next_out = output.data();
      stream.avail_out = static_cast<uInt>(output.size());
      state = inflate(&stream, Z_NO_FLUSH);
      text.append(reinterpret_cast<const char*>(output.data()), output.size() - stream.avail_out);
    } while (state == Z_OK && stream.avail_out == 0 && text.size() <= max_bytes);
    bytes = bytes.subspan(piece - stream.avail_in);
  }
  inflateEnd(&stream);
  if (text.size() > max_bytes) {
    return fail(ErrorCode::too_large,
                "unpacks to more than " + std::to_string(max_bytes) + " bytes; unpack it yourself");
  }
  if (state != Z_STREAM_END) {
    return fail(ErrorCode::corrupt, "is damaged or cut short; download it again");
  }
  return text;
}

}  // namespace chestlens
