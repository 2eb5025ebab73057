#include "bundle/replace_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> system_error(const std::string& what, const fs::path& path) {
  return fail(ErrorCode::io, what + ": " + std::strerror(errno), path.string());
}

Status sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return system_error("cannot open the folder", folder);
  const int failed = ::fsync(descriptor);
  if (failed != 0) {
    auto error = system_error("cannot write the folder to disk", folder);
    ::close(descriptor);
    return error;
  }
  ::close(descriptor);
  return {};
}

/// Exchanges the two names; false where this file system cannot.
bool exchange(const fs::path& a, const fs::path& b) {
#ifdef RENAME_EXCHANGE
  return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
#else
  return false;
#endif
}

}  // namespace

Status replace_folder(const fs::path& source, const fs::path& target) {
  const auto parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
  CHESTLENS_CHECK(sync_folder(source));

  // rename(2) replaces nothing or an empty folder; anything else must make way first.
  fs::path old = source;
  if (std::rename(source.c_str(), target.c_str()) == 0) {
    return sync_folder(parent);
  }
  if (errno != ENOTEMPTY && errno != EEXIST) return system_error("cannot rename to", target);
  if (!exchange(source, target)) {
    old += ".old";
    if (std::rename(target.c_str(), old.c_str()) != 0) {
      return system_error("cannot move aside", target);
    }
    if (std::rename(source.c_str(), target.c_str()) != 0) {
      auto error = system_error("cannot rename to", target);
      static_cast<void>(std::rename(old.c_str(), target.c_str()));
      return error;
    }
  }
  CHESTLENS_CHECK(sync_folder(parent));
  std::error_code ignored;  // the new folder is in place; a leftover does no harm
  fs::remove_all(old, ignored);
  return {};
}

}  // namespace chestlens
