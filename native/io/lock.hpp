#pragma once

#include "io/descriptor.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace chestlens {

// Locks are flock(2)'s, on the file or folder itself: nothing is left behind, and the system
// releases them when a process ends, however it ends. Between machines they hold where the file
// system passes them on (CephFS, Lustre with flock, NFS for files but not for folders).

enum class LockAttempt : std::uint8_t { taken, held_by_another, unsupported };

/// Tries at once, for as long as the descriptor is open; any other lock on it is another's, one of
/// this process as well.
LockAttempt try_lock(int descriptor);

/// Whether `path` is the file that the descriptor has open: not removed, not replaced.
bool is_still_at(int descriptor, const std::filesystem::path& path);

/// A descriptor of a file (for writing, which NFS wants) or folder, to lock it; -1 with errno set.
Descriptor open_to_lock(const std::filesystem::path& path);

/// Who has locked a file or folder: "another process (pid 123, since 14:02, `chestlens train`)", or
/// nothing where nobody has. A process of another machine or user is not known by more.
std::optional<std::string> lock_holder(const std::filesystem::path& path);

/// A folder that this process alone writes, among those that ask for the lock.
class FolderLock {
 public:
  /// Makes the folder where it is missing; one that is empty at the end goes again. Errors: io
  /// where it cannot be made, or "another process (...) DOING", with the way out.
  static Result<FolderLock> take(const std::filesystem::path& folder, std::string_view doing);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;

  bool is_held() const { return is_held_; }  // false where the file system locks no folders

 private:
  FolderLock(std::filesystem::path folder, Descriptor descriptor, bool is_held, bool is_new);

  std::filesystem::path folder_;  // empty once moved from
  Descriptor descriptor_;
  bool is_held_;
  bool is_new_;
};

}  // namespace chestlens
