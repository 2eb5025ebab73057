#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

constexpr std::string_view random_characters = "XXXXXX";  // mkostemp's

namespace fs = std::filesystem;

std::string reason(int error_number) {
  return std::generic_category().message(error_number);
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return value_; }
  int close() {
    const int value = std::exchange(value_, -1);
    return value < 0 ? 0 : ::close(value);
  }

 private:
  int value_;
};

/// 0, or the system's error number.
int write_all(int descriptor, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_and_close(Descriptor& file, std::span<const std::byte> bytes) {
  constexpr mode_t readable_by_all = 0644;
  if (const int error = write_all(file.get(), bytes); error != 0) return error;
  if (::fchmod(file.get(), readable_by_all) != 0) return errno;
  if (::fsync(file.get()) != 0) return errno;
  return file.close() == 0 ? 0 : errno;
}

/// Makes a rename in the folder survive a power cut. Some file systems refuse to: no harm done.
void sync_folder(const fs::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() >= 0) ::fsync(descriptor.get());
}

Result<std::size_t> size_within(const fs::path& path, int descriptor, std::size_t max_bytes) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return fail(ErrorCode::io, reason(errno), path.string());
  if (!S_ISREG(status.st_mode)) return fail(ErrorCode::io, "is not a file", path.string());
  const auto bytes = static_cast<std::size_t>(status.st_size);
  if (bytes > max_bytes) {
    return fail(ErrorCode::too_large,
                fmt::format("has {} bytes, the limit is {}", bytes, max_bytes), path.string());
  }
  return bytes;
}

/// Reads into any contiguous container of one-byte elements.
template <typename Container>
Result<Container> read_whole(const fs::path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    const ErrorCode code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::io;
    return fail(code, "cannot be read: " + reason(errno), path.string());
  }
  CHESTLENS_TRY(const auto size, size_within(path, file.get(), max_bytes));

  Container content(size, typename Container::value_type{});
  std::size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t got = ::read(file.get(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorCode::io, "cannot be read: " + reason(errno), path.string());
    if (got == 0) return fail(ErrorCode::io, "became shorter while it was read", path.string());
    filled += static_cast<std::size_t>(got);
  }
  return content;
}

}  // namespace

Status write_file_atomic(const fs::path& path, std::span<const std::byte> bytes) {
  const auto failure = [&path](const std::string& why) {
    return fail(ErrorCode::io, "cannot be written: " + why, path.string());
  };
  if (!path.has_filename()) return failure("the name is that of a folder");
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return failure("folder " + folder.string() + ": " + error.message());

  std::string temporary =
      folder /
      std::string(".").append(path.filename().string()).append(".").append(random_characters);
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return failure(reason(errno));
  if (const int number = write_and_close(file, bytes); number != 0) {
    ::unlink(temporary.c_str());
    return failure(reason(number));
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int number = errno;
    ::unlink(temporary.c_str());
    return failure(reason(number));
  }
  sync_folder(folder);
  return {};
}

Status write_file_atomic(const fs::path& path, std::string_view text) {
  return write_file_atomic(path, std::as_bytes(std::span(text)));
}

void remove_leftovers(const fs::path& path) {
  const std::string prefix = "." + path.filename().string() + ".";
  std::error_code ignored;
  std::vector<fs::path> leftovers;
  for (auto at = fs::directory_iterator(path.parent_path(), ignored);
       !ignored && at != fs::directory_iterator(); at.increment(ignored)) {
    const std::string name = at->path().filename().string();
    const bool is_temporary =
        name.starts_with(prefix) && name.size() == prefix.size() + random_characters.size();
    if (is_temporary) leftovers.push_back(at->path());
  }
  for (const fs::path& leftover : leftovers) fs::remove(leftover, ignored);
}

Result<std::vector<std::byte>> read_file(const fs::path& path, std::size_t max_bytes) {
  return read_whole<std::vector<std::byte>>(path, max_bytes);
}

Result<std::string> read_text(const fs::path& path, std::size_t max_bytes) {
  return read_whole<std::string>(path, max_bytes);
}

Result<std::string> read_required_text(const fs::path& path, std::string_view way_out) {
  auto text = read_text(path);
  if (text || text.error().code != ErrorCode::not_found) return text;
  return fail(ErrorCode::not_found, std::string("is not there; ").append(way_out), path.string());
}

}  // namespace chestlens
