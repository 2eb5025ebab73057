#pragma once

#include "io/descriptor.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace chestlens {

// What is written appears under its name whole or not at all: it lies beside its target until it is
// on the disk, then it is renamed and the folder is written to the disk. Until then its writer
// holds a lock on it (io/lock.hpp): one that is not locked is of a process that was killed.

/// A new file beside `target` that is gone at the end unless it was committed.
class TemporaryFile {
 public:
  /// Missing parent folders are made. The file is its owner's alone. Errors: io, naming the target.
  static Result<TemporaryFile> beside(const std::filesystem::path& target);
  ~TemporaryFile();
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&&) = delete;

  const std::filesystem::path& path() const { return path_; }
  int descriptor() const { return descriptor_.get(); }  // open for reading and writing

  /// Puts the file in the target's place. Errors: io, naming the target.
  Status commit(std::filesystem::perms permissions);

 private:
  TemporaryFile(std::filesystem::path target, std::filesystem::path path, int descriptor);

  std::filesystem::path target_;
  std::filesystem::path path_;  // empty once committed
  Descriptor descriptor_;
};

/// A new folder beside `target` that is gone at the end unless it was committed.
class TemporaryFolder {
 public:
  /// Missing parent folders are made. All may read the folder. Errors: io, naming the target.
  static Result<TemporaryFolder> beside(const std::filesystem::path& target);
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// replace_folder(path(), target); files in it must be on the disk, as write_file_atomic leaves
  /// them. Errors: io.
  Status commit();

  /// Leaves the folder where it is.
  void keep() { path_.clear(); }

 private:
  TemporaryFolder(std::filesystem::path target, std::filesystem::path path, Descriptor lock);

  std::filesystem::path target_;
  std::filesystem::path path_;
  Descriptor lock_;
};

/// How a folder makes way for another: by one exchange where the system knows that, or aside first.
enum class ReplaceBy : std::uint8_t { exchange, two_steps };

/// Puts `source` in the place of `target` on the same file system, then deletes what was there:
/// whether it may go is the caller's to know (io/output.hpp). Errors: io, which says where the old
/// folder is if it could not be put back.
Status replace_folder(const std::filesystem::path& source, const std::filesystem::path& target,
                      ReplaceBy way = ReplaceBy::exchange);

/// True for ".NAME.chestlens-XXXXXX", the name of a temporary file or folder beside NAME, and for
/// ".NAME.XXXXXX", as it was called before.
bool is_temporary_name(std::string_view name);

/// Removes a temporary file or folder whose writer is dead; false where it lives, or where the file
/// system cannot say.
bool remove_if_abandoned(const std::filesystem::path& temporary);

/// Removes what processes that were killed left beside `target`.
void remove_leftovers(const std::filesystem::path& target);

/// The temporary file or folder by which a living process writes `target`; empty where none does.
std::filesystem::path temporary_being_written(const std::filesystem::path& target);

}  // namespace chestlens
