#pragma once

#include "curation/fingerprint.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chestlens {

enum class RepeatKind : std::uint8_t {
  same_file,    // byte for byte
  same_pixels,  // other bytes, the same picture
  near,         // resized, recompressed, changed in contrast, turned by a degree
};

/// Two films of which one repeats the other; first < second.
struct Repeat {
  std::size_t first = 0;
  std::size_t second = 0;
  RepeatKind kind = RepeatKind::near;
  double correlation = 1.0;  // of their fine detail
};

struct RepeatOptions {
  int max_hash_distance = 12;    // of 64 bits
  double min_correlation = 0.9;  // of fine detail
};

/// Every pair that repeats, in order; on `threads` threads. All hashes are compared with all: at a
/// fifth of their bits, trees and tables over them visit most films anyway, and a hundred thousand
/// films take seconds.
std::vector<Repeat> find_repeats(std::span<const Fingerprint> films, const RepeatOptions& options,
                                 int threads);

/// Films that repeats connect, two or more per group, each sorted.
std::vector<std::vector<std::size_t>> group_repeats(std::size_t films,
                                                    std::span<const Repeat> repeats);

}  // namespace chestlens
