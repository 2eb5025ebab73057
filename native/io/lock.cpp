#include "io/lock.hpp"

#include "io/text.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

// lock_holder() holds a lock for a moment to find out whether it can.
constexpr int lock_attempts = 5;
constexpr std::chrono::milliseconds between_attempts{20};

}  // namespace

LockAttempt try_lock(int descriptor) {
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    return errno == EWOULDBLOCK ? LockAttempt::held_by_another : LockAttempt::unsupported;
  }
  return LockAttempt::taken;
}

bool is_still_at(int descriptor, const fs::path& path) {
  struct stat open{};
  struct stat named{};
  return ::fstat(descriptor, &open) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

Descriptor open_to_lock(const fs::path& path) {
  constexpr int flags = O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC;
  const int descriptor = ::open(path.c_str(), O_RDWR | flags);
  if (descriptor >= 0) return Descriptor(descriptor);
  return Descriptor(::open(path.c_str(), O_RDONLY | flags));
}

FolderLock::FolderLock(fs::path folder, Descriptor descriptor, bool is_held, bool is_new)
    : folder_(std::move(folder)),
      descriptor_(std::move(descriptor)),
      is_held_(is_held),
      is_new_(is_new) {}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : folder_(std::exchange(other.folder_, {})),
      descriptor_(std::move(other.descriptor_)),
      is_held_(other.is_held_),
      is_new_(other.is_new_) {}

FolderLock::~FolderLock() {
  if (!folder_.empty() && is_new_ && is_still_at(descriptor_.get(), folder_)) {
    ::rmdir(folder_.c_str());  // which leaves a folder that holds anything
  }
}

Result<FolderLock> FolderLock::take(const fs::path& folder, std::string_view doing) {
  bool is_new = false;
  for (int attempt = 1;; ++attempt) {
    std::error_code error;
    const bool is_made = fs::create_directories(folder, error);
    if (error) {
      return fail(ErrorCode::io, "cannot be written: " + error.message(), folder.string());
    }
    is_new = is_new || is_made;
    std::error_code unresolved;
    const fs::path place = fs::canonical(folder, unresolved);  // beyond a symbolic link
    Descriptor descriptor(::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() < 0 && attempt < lock_attempts) continue;  // removed meanwhile
    if (descriptor.get() < 0) {
      return fail(ErrorCode::io, "cannot be opened: " + system_reason(errno), folder.string());
    }
    const LockAttempt attempted = try_lock(descriptor.get());
    if (attempted != LockAttempt::held_by_another) {
      if (!is_still_at(descriptor.get(), place) && attempt < lock_attempts) continue;
      return FolderLock(place, std::move(descriptor), attempted == LockAttempt::taken, is_new);
    }
    if (attempt < lock_attempts) {
      std::this_thread::sleep_for(between_attempts);
      continue;
    }
    return fail(ErrorCode::io,
                lock_holder(place).value_or("another process") + " " + std::string(doing) +
                    "; wait for its end, or give another folder",
                folder.string());
  }
}

}  // namespace chestlens
