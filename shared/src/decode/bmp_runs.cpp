#include "bmp_runs.hpp"

namespace chestlens::decoder {
namespace {

/// Where the next pixel goes, and what is left of the file.
struct Runs {
  Bytes bytes;
  std::size_t width = 0;
  std::size_t height = 0;
  std::uint32_t bits = 8;
  std::size_t x = 0;
  std::size_t y = 0;
  BmpIndices read = {};

  bool has(std::size_t count) const { return bytes.size() >= count; }

  std::uint32_t take() {
    const auto value = std::to_integer<std::uint32_t>(bytes.front());
    bytes = bytes.subspan(1);
    return value;
  }

  /// Pixels beyond a row's end are dropped, as other readers do.
  void put(std::uint32_t index) {
    if (x < width && y < height) {
      read.indices[y * width + x] = static_cast<std::uint8_t>(index);
    } else {
      read.has_dropped = true;
    }
    ++x;
  }
};

/// Index i of a run's byte: the byte, or one of its halves in turn.
std::uint32_t index_of(std::uint32_t byte, std::size_t i, std::uint32_t bits) {
  if (bits == 8) return byte;
  return i % 2 == 0 ? byte >> 4U : byte & 0xFU;
}

void put_run(Runs& runs, std::size_t count) {
  const std::uint32_t byte = runs.take();
  for (std::size_t i = 0; i < count; ++i) runs.put(index_of(byte, i, runs.bits));
}

/// `count` indices one by one, padded to two bytes. False where the file ends.
bool put_literals(Runs& runs, std::size_t count) {
  const std::size_t used = runs.bits == 8 ? count : (count + 1) / 2;
  if (!runs.has(used)) return false;
  std::uint32_t byte = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (runs.bits == 8 || i % 2 == 0) byte = runs.take();
    runs.put(index_of(byte, i, runs.bits));
  }
  if (used % 2 == 1 && runs.has(1)) runs.take();
  return true;
}

Error ends_early(const Runs& runs) {
  return truncated_after("BMP", runs.y, runs.height);
}

}  // namespace

Result<BmpIndices> bmp_indices(Bytes bytes, std::size_t width, std::size_t height,
                               std::uint32_t bits) {
  constexpr std::uint32_t end_of_row = 0;
  constexpr std::uint32_t end_of_film = 1;
  constexpr std::uint32_t skip = 2;
  Runs runs{bytes, width, height, bits};
  runs.read.indices.resize(width * height);
  while (runs.y < height) {
    if (!runs.has(2)) {
      // All pixels came, only the mark of the end did not.
      if (runs.y + 1 == height && runs.x >= width) break;
      return tl::unexpected(ends_early(runs));
    }
    const std::uint32_t count = runs.take();
    if (count > 0) {
      put_run(runs, count);
      continue;
    }
    const std::uint32_t code = runs.take();
    if (code == end_of_film) break;
    if (code == end_of_row) {
      runs.x = 0;
      ++runs.y;
    } else if (code == skip) {
      if (!runs.has(2)) return tl::unexpected(ends_early(runs));
      runs.x += runs.take();
      runs.y += runs.take();
    } else if (!put_literals(runs, code)) {
      return tl::unexpected(ends_early(runs));
    }
  }
  return std::move(runs.read);
}

}  // namespace chestlens::decoder
