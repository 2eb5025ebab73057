#include "io/atomic_file.hpp"

#include "io/descriptor.hpp"
#include "io/temporary.hpp"
#include "io/text.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr auto readable_by_all = fs::perms(0644);

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

Result<std::size_t> size_within(const fs::path& path, int descriptor, std::size_t max_bytes) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0)
    return fail(ErrorCode::io, system_reason(errno), path.string());
  const auto bytes = static_cast<std::size_t>(status.st_size);
  if (bytes > max_bytes) {
    return fail(ErrorCode::too_large,
                fmt::format("has {} bytes, the limit is {}", bytes, max_bytes), path.string());
  }
  return bytes;
}

/// Fills the bytes from the descriptor, and returns how many there were before the file's end.
Result<std::size_t> read_all(const fs::path& path, int descriptor, std::span<std::byte> bytes) {
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(descriptor, bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return fail(ErrorCode::io, "cannot be read: " + system_reason(errno), path.string());
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

/// Reads into any contiguous container of one-byte elements.
template <typename Container>
Result<Container> read_whole(const fs::path& path, std::size_t max_bytes) {
  CHESTLENS_TRY(const Descriptor file, open_regular(path));
  CHESTLENS_TRY(const auto size, size_within(path, file.get(), max_bytes));

  Container content(size, typename Container::value_type{});
  CHESTLENS_TRY(const auto filled,
                read_all(path, file.get(), std::as_writable_bytes(std::span(content))));
  if (filled == size) return content;
  return fail(ErrorCode::io, "became shorter while it was read", path.string());
}

}  // namespace

Status write_file_atomic(const fs::path& path, std::span<const std::byte> bytes) {
  CHESTLENS_TRY(auto temporary, TemporaryFile::beside(path));
  if (const int number = write_all(temporary.descriptor(), bytes); number != 0) {
    return fail(ErrorCode::io, "cannot be written: " + system_reason(number), path.string());
  }
  return temporary.commit(readable_by_all);
}

Status write_file_atomic(const fs::path& path, std::string_view text) {
  return write_file_atomic(path, std::as_bytes(std::span(text)));
}

Result<std::vector<std::byte>> read_file(const fs::path& path, std::size_t max_bytes) {
  return read_whole<std::vector<std::byte>>(path, max_bytes);
}

Result<std::string> read_text(const fs::path& path, std::size_t max_bytes) {
  return read_whole<std::string>(path, max_bytes);
}

Result<std::vector<std::byte>> read_head(const fs::path& path, std::size_t max_bytes) {
  CHESTLENS_TRY(const Descriptor file, open_regular(path));
  std::vector<std::byte> head(max_bytes);
  CHESTLENS_TRY(const auto filled, read_all(path, file.get(), head));
  head.resize(filled);
  return head;
}

Result<std::string> read_required_text(const fs::path& path, std::string_view way_out) {
  auto text = read_text(path);
  if (text || text.error().code != ErrorCode::not_found) return text;
  return fail(ErrorCode::not_found, std::string("is not there; ").append(way_out), path.string());
}

}  // namespace chestlens
