#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {

/// What an archive may hold; of one that holds more, nothing is unpacked.
struct ArchiveLimits {
  std::uint64_t most_entries = 250'000;
  std::uint64_t most_bytes = std::uint64_t{256} << 30U;  // unpacked, of all entries together
  std::uint64_t most_entry_bytes = std::uint64_t{1} << 30U;
  std::uint64_t most_times_larger = 250;  // unpacked than packed, of all and of each entry
  std::uint64_t small_bytes = std::uint64_t{1} << 20U;  // up to which that is not asked
};

/// The limits as a sentence for people.
std::string in_words(const ArchiveLimits& limits);

/// The bytes of an archive, wherever they lie. `read` fills all of `into`, or says that it cannot.
struct ArchiveSource {
  std::uint64_t bytes = 0;
  std::function<bool(std::uint64_t offset, std::span<std::byte> into)> read;
};

/// Whether a file begins as a ZIP archive does.
bool is_zip(std::span<const std::byte> beginning);

/// What kind of archive a file is by its name, "a ZIP archive", "a tar archive"; "" where it is
/// none.
std::string_view archive_kind(std::string_view name);

/// Files of a ZIP archive, unpacked into memory one by one, by libzip. Folders have no entries of
/// their own here. One thread at a time may use it.
class Archive {
 public:
  /// Reads the archive's list of files. Errors: corrupt, unsupported, too_large beyond the limits.
  static Result<Archive> open(ArchiveSource source, const ArchiveLimits& limits = {});

  /// Names in UTF-8, in the archive's order, folders divided by "/"; of two of one name the first.
  std::vector<std::string> names() const;

  bool has(const std::string& name) const;

  /// A file's bytes, of which the checksum is right. Errors: not_found; unsupported, where it is
  /// encrypted, an archive itself, or packed in a way that is not read; corrupt; too_large.
  Result<std::vector<std::byte>> read(const std::string& name) const;

  /// At most its first bytes, of which no checksum is known. Errors: as read.
  Result<std::vector<std::byte>> read_head(const std::string& name, std::size_t max_bytes) const;

 private:
  struct Zip;
  Archive(std::shared_ptr<Zip> zip, const ArchiveLimits& limits)
      : zip_(std::move(zip)), limits_(limits) {}
  Result<std::uint64_t> entry(const std::string& name) const;

  std::shared_ptr<Zip> zip_;
  ArchiveLimits limits_;
};

}  // namespace chestlens
