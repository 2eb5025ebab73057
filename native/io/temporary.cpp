#include "io/temporary.hpp"

#include "io/lock.hpp"
#include "io/text.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view random_characters = "XXXXXX";  // mkostemp's
constexpr std::string_view mark = "chestlens-";  // so that no file of a user goes as a leftover

tl::unexpected<Error> not_written(const std::string& why, const fs::path& target) {
  return fail(ErrorCode::io, "cannot be written: " + why, target.string());
}

fs::path folder_of(const fs::path& target) {
  return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

std::string temporary_prefix(const fs::path& target) {
  return "." + target.filename().string() + "." + std::string(mark);
}

/// The pattern that mkostemp and mkdtemp fill in; its folder is made.
Result<std::string> pattern_beside(const fs::path& target) {
  if (!target.has_filename()) return not_written("the name is that of a folder", target);
  const fs::path folder = folder_of(target);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return not_written("folder " + folder.string() + ": " + error.message(), target);
  return (folder / temporary_prefix(target).append(random_characters)).string();
}

/// Locks what was just made, unless remove_if_abandoned() of another process was faster.
bool claim(int descriptor, const fs::path& path) {
  return try_lock(descriptor) != LockAttempt::held_by_another && is_still_at(descriptor, path);
}

/// What lies beside `target` under the names of its temporary files and folders.
std::vector<fs::path> temporaries_beside(const fs::path& target) {
  const std::string prefix = temporary_prefix(target);
  std::vector<fs::path> found;
  std::error_code ignored;
  for (auto at = fs::directory_iterator(folder_of(target), ignored);
       !ignored && at != fs::directory_iterator(); at.increment(ignored)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with(prefix) && name.size() == prefix.size() + random_characters.size()) {
      found.push_back(at->path());
    }
  }
  return found;
}

/// 0, or the system's error number. A file system that cannot is no error: it promises nothing.
int sync(int descriptor) {
  if (::fsync(descriptor) == 0 || errno == EINVAL) return 0;
  return errno;
}

/// Makes a rename in the folder survive a power cut.
int sync_folder(const fs::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return descriptor.get() < 0 ? errno : sync(descriptor.get());
}

/// Exchanges the two names; false where this file system cannot.
bool exchange(const fs::path& a, const fs::path& b) {
#ifdef RENAME_EXCHANGE
  return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
#else
  return false;
#endif
}

/// Where two names cannot be exchanged: `target` makes way to `aside` first. Where it cannot come
/// back, it stays there.
Status replace_in_two_steps(const fs::path& source, const fs::path& target,
                            TemporaryFolder& aside) {
  const fs::path old = aside.path();
  if (std::rename(target.c_str(), old.c_str()) != 0)
    return not_written(system_reason(errno), target);
  if (std::rename(source.c_str(), target.c_str()) == 0) return {};
  const std::string reason = system_reason(errno);
  if (std::rename(old.c_str(), target.c_str()) == 0) return not_written(reason, target);
  aside.keep();
  return not_written(reason + "; what was there is kept as " + old.string(), target);
}

}  // namespace

TemporaryFile::TemporaryFile(fs::path target, fs::path path, int descriptor)
    : target_(std::move(target)), path_(std::move(path)), descriptor_(descriptor) {}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : target_(std::move(other.target_)),
      path_(std::exchange(other.path_, {})),
      descriptor_(std::move(other.descriptor_)) {}

TemporaryFile::~TemporaryFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<TemporaryFile> TemporaryFile::beside(const fs::path& target) {
  for (;;) {
    CHESTLENS_TRY(auto pattern, pattern_beside(target));
    const int descriptor = ::mkostemp(pattern.data(), O_CLOEXEC);
    if (descriptor < 0) return not_written(system_reason(errno), target);
    TemporaryFile file(target, pattern, descriptor);
    if (claim(descriptor, pattern)) return file;
  }
}

Status TemporaryFile::commit(fs::perms permissions) {
  int number = ::fchmod(descriptor(), static_cast<mode_t>(permissions)) == 0 ? 0 : errno;
  if (number == 0) number = sync(descriptor());
  if (number == 0 && ::rename(path_.c_str(), target_.c_str()) != 0) number = errno;
  if (number != 0) return not_written(system_reason(number), target_);
  path_.clear();
  ::flock(descriptor(), LOCK_UN);  // a mapping of the file would keep the lock
  if (descriptor_.close() != 0) return not_written(system_reason(errno), target_);
  number = sync_folder(folder_of(target_));
  if (number != 0) return not_written(system_reason(number), target_);
  return {};
}

TemporaryFolder::TemporaryFolder(fs::path target, fs::path path, Descriptor lock)
    : target_(std::move(target)), path_(std::move(path)), lock_(std::move(lock)) {}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : target_(std::move(other.target_)),
      path_(std::exchange(other.path_, {})),
      lock_(std::move(other.lock_)) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<TemporaryFolder> TemporaryFolder::beside(const fs::path& target) {
  for (;;) {
    CHESTLENS_TRY(auto pattern, pattern_beside(target));
    if (::mkdtemp(pattern.data()) == nullptr) return not_written(system_reason(errno), target);
    Descriptor lock = open_to_lock(pattern);
    const bool is_claimed = lock.get() >= 0 && claim(lock.get(), pattern);
    TemporaryFolder folder(target, pattern, std::move(lock));
    if (!is_claimed) continue;
    if (::chmod(pattern.c_str(), 0755) != 0) return not_written(system_reason(errno), target);
    return folder;
  }
}

Status TemporaryFolder::commit() {
  return replace_folder(path_, target_);
}

Status replace_folder(const fs::path& source, const fs::path& target, ReplaceBy way) {
  if (const int number = sync_folder(source); number != 0) {
    return fail(ErrorCode::io, "cannot be written to the disk: " + system_reason(number),
                source.string());
  }
  // rename(2) replaces nothing or an empty folder; anything else must make way first.
  int number = std::rename(source.c_str(), target.c_str()) == 0 ? 0 : errno;
  std::optional<TemporaryFolder> aside;  // holds what was there until the end
  if (number == ENOTEMPTY || number == EEXIST) {
    number = 0;
    if (way == ReplaceBy::two_steps || !exchange(source, target)) {
      CHESTLENS_TRY(auto made, TemporaryFolder::beside(target));
      CHESTLENS_CHECK(replace_in_two_steps(source, target, aside.emplace(std::move(made))));
    }
  }
  if (number == 0) number = sync_folder(folder_of(target));
  if (number != 0) return not_written(system_reason(number), target);
  std::error_code ignored;          // the new folder is in place; a leftover does no harm
  fs::remove_all(source, ignored);  // what was there, where the names were exchanged
  return {};
}

bool is_temporary_name(std::string_view name) {
  const std::size_t end = name.rfind('.');
  if (!name.starts_with('.') || end == 0) return false;
  std::string_view last = name.substr(end + 1);
  if (last.starts_with(mark)) last.remove_prefix(mark.size());
  return last.size() == random_characters.size();
}

bool remove_if_abandoned(const fs::path& temporary) {
  const Descriptor lock = open_to_lock(temporary);
  if (lock.get() < 0 || try_lock(lock.get()) != LockAttempt::taken) return false;
  if (!is_still_at(lock.get(), temporary)) return false;
  std::error_code error;
  fs::remove_all(temporary, error);
  return !error;
}

void remove_leftovers(const fs::path& target) {
  for (const fs::path& leftover : temporaries_beside(target)) {
    (void)remove_if_abandoned(leftover);
  }
}

fs::path temporary_being_written(const fs::path& target) {
  for (const fs::path& temporary : temporaries_beside(target)) {
    const Descriptor probe = open_to_lock(temporary);
    if (probe.get() >= 0 && try_lock(probe.get()) == LockAttempt::held_by_another) return temporary;
  }
  return {};
}

}  // namespace chestlens
