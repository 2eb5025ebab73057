#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// What of a film finds its repeats.
struct Fingerprint {
  std::string file_digest;          // SHA-256 of the file
  std::string pixel_digest;         // SHA-256 of size, levels and pixels as decoded
  std::uint64_t hash = 0;           // perceptual_hash
  std::vector<std::int8_t> detail;  // fine_detail
};

/// Of a file and the film that was decoded from it.
Fingerprint fingerprint(std::span<const std::byte> file, const GreyImage& film);

/// Decodes it first. Errors: as decode_film.
Result<Fingerprint> fingerprint(std::span<const std::byte> file);

/// 64 signs of the film's lowest cosine frequencies against their median (pHash; Zauner 2010).
/// Survives resizing, recompression and changes of contrast. The film must not be empty.
std::uint64_t perceptual_hash(const GreyImage& film);

/// The film at detail_side x detail_side with its coarse shading taken away, scaled to unit length
/// and stored in bytes: two films of one chest agree in shading, only repeats agree in this.
std::vector<std::int8_t> fine_detail(const GreyImage& film);

/// Pearson correlation of two fine_detail vectors, in [-1, 1]; 0 where one is constant.
double detail_correlation(std::span<const std::int8_t> a, std::span<const std::int8_t> b);

inline constexpr int detail_side = 48;

}  // namespace chestlens
