#pragma once

#include "io/temporary.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace chestlens {

/// What the header of a pack file must hold for the file to be used.
struct PackShape {
  std::string key;  // 64 characters
  std::size_t films = 0;
  std::size_t film_pixels = 0;
};

/// Prepared films in a memory-mapped file: a header with one checksum per film and one of its own,
/// then float32 rows in the machine's byte order. The mapping is private: writing to `pixels`
/// changes memory and never the file. It stays valid when the file is replaced or removed.
struct FilmPack {
  std::shared_ptr<float> pixels;  // [films, film_pixels]
};

/// Nothing where the file is not there. Errors: corrupt where a byte of it is not what was written
/// (all are read, on `threads` threads), io.
Result<std::optional<FilmPack>> open_pack(const std::filesystem::path& path, const PackShape& shape,
                                          int threads);

/// A pack being filled. The rows lie in a TemporaryFile (io/temporary.hpp), so it appears under its
/// name whole or not at all.
class PackWriter {
 public:
  /// Takes the disk space at once. Errors: io, e.g. where the disk is full.
  static Result<PackWriter> create(const std::filesystem::path& path, const PackShape& shape);
  ~PackWriter();
  PackWriter(PackWriter&& other) noexcept;
  PackWriter& operator=(PackWriter&&) = delete;

  float* pixels() const;  // [films, film_pixels], to be filled

  /// Writes the checksums and gives the file its name. Another process may have been faster: its
  /// file is replaced by this equal one. Errors: io.
  Result<FilmPack> finish(int threads);

 private:
  PackWriter(TemporaryFile file, PackShape shape, std::byte* mapping);

  TemporaryFile file_;
  PackShape shape_;
  std::byte* mapping_;
};

}  // namespace chestlens
