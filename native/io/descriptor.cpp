#include "io/descriptor.hpp"

#include "io/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

namespace chestlens {
namespace {

const char* kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a named pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

}  // namespace

Result<Descriptor> open_regular(const std::filesystem::path& path) {
  // Without O_NONBLOCK a pipe is opened when its other end is, which may be never.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  const int number = file.get() < 0 ? errno : 0;
  if (number == ENXIO)
    return fail(ErrorCode::io, "is a socket or a device, not a file", path.string());
  if (number != 0) {
    const ErrorCode code = number == ENOENT ? ErrorCode::not_found : ErrorCode::io;
    return fail(code, "cannot be read: " + system_reason(number), path.string());
  }
  struct stat status{};
  if (::fstat(file.get(), &status) != 0)
    return fail(ErrorCode::io, "cannot be read: " + system_reason(errno), path.string());
  if (!S_ISREG(status.st_mode)) {
    return fail(ErrorCode::io, std::string("is ") + kind_of(status.st_mode) + ", not a file",
                path.string());
  }
  return file;
}

}  // namespace chestlens
