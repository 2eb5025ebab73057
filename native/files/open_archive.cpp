#include "files/open_archive.hpp"

#include "io/descriptor.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

bool read_at(int descriptor, std::uint64_t offset, std::span<std::byte> into) {
  while (!into.empty()) {
    const ssize_t got = ::pread(descriptor, into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    offset += static_cast<std::uint64_t>(got);
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

/// What changes when a file does; empty where it is not there.
std::string state_of(const fs::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return {};
  return fmt::format("{} {} {} {}.{} {}", status.st_dev, status.st_ino, status.st_size,
                     status.st_mtim.tv_sec, status.st_mtim.tv_nsec, path.native());
}

struct Kept {
  std::string state;
  Archive archive;
};

}  // namespace

std::optional<Inside> inside_archive(const fs::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0 || errno != ENOTDIR) return std::nullopt;
  fs::path name = path.filename();
  for (fs::path above = path.parent_path(); !above.empty(); above = above.parent_path()) {
    if (::stat(above.c_str(), &status) == 0) {
      if (!S_ISREG(status.st_mode)) return std::nullopt;
      return Inside{above, name.generic_string()};
    }
    if (above == above.parent_path()) break;
    name = above.filename() / name;
  }
  return std::nullopt;
}

Result<Archive> open_archive(const fs::path& path) {
  thread_local std::unique_ptr<Kept> kept;
  const std::string state = state_of(path);
  if (kept && !state.empty() && kept->state == state) return kept->archive;
  kept.reset();
  CHESTLENS_TRY(auto opened, open_regular(path));
  const auto file = std::make_shared<Descriptor>(std::move(opened));
  struct stat status{};
  if (::fstat(file->get(), &status) != 0) {
    return fail(ErrorCode::io, "cannot be read", path.string());
  }
  CHESTLENS_TRY(
      auto archive,
      with_context(Archive::open({static_cast<std::uint64_t>(status.st_size),
                                  [file](std::uint64_t offset, std::span<std::byte> into) {
                                    return read_at(file->get(), offset, into);
                                  }}),
                   path.string()));
  kept = std::make_unique<Kept>(Kept{state, std::move(archive)});
  return kept->archive;
}

}  // namespace chestlens
