#include "cli/film_list.hpp"

#include "io/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

namespace chestlens {
namespace {

constexpr std::size_t read_bytes = 1 << 16;
constexpr int poll_milliseconds = 100;

tl::unexpected<Error> unreadable(const std::string& name, int number) {
  return fail(number == ENOENT ? ErrorCode::not_found : ErrorCode::io,
              "cannot be read: " + system_reason(number), name);
}

bool is_of_mode(int descriptor, mode_t mode) {
  struct stat status{};
  return ::fstat(descriptor, &status) == 0 && (status.st_mode & S_IFMT) == mode;
}

/// What ends a path in this text: NUL where it has one.
char end_of_paths(std::string_view text) {
  return text.find('\0') == std::string_view::npos ? '\n' : '\0';
}

}  // namespace

Result<FilmList> FilmList::open(const std::string& list) {
  if (list == "-") {
    Descriptor input(::dup(STDIN_FILENO));
    if (input.get() < 0) return unreadable("standard input", errno);
    return FilmList("standard input", std::move(input));
  }
  Descriptor file(::open(list.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) return unreadable(list, errno);
  if (is_of_mode(file.get(), S_IFREG) || is_of_mode(file.get(), S_IFIFO)) {
    return FilmList(list, std::move(file));
  }
  const char* kind = is_of_mode(file.get(), S_IFDIR) ? "a folder" : "a device";
  return fail(ErrorCode::io, fmt::format("is {}, not a file", kind), list);
}

/// Whether more was read; false at the end, or once it was stopped.
Result<bool> FilmList::read_more(const std::function<bool()>& stopped) {
  text_.erase(0, at_);
  at_ = 0;
  while (!stopped()) {
    pollfd waiting{file_.get(), POLLIN, 0};
    const int ready = ::poll(&waiting, 1, poll_milliseconds);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    std::array<char, read_bytes> bytes{};
    const ssize_t got = ::read(file_.get(), bytes.data(), bytes.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return unreadable(name_, errno);
    text_.append(bytes.data(), static_cast<std::size_t>(got));
    if (got == 0) is_ended_ = true;
    return got > 0;
  }
  return false;
}

Result<std::optional<std::string>> FilmList::next(const std::function<bool()>& stopped) {
  while (true) {
    if (!end_ && text_.find_first_of(std::string_view("\n\0", 2)) != std::string::npos) {
      end_ = end_of_paths(text_);
    }
    const std::size_t found = end_ ? text_.find(*end_, at_) : std::string::npos;
    if (found == std::string::npos && !is_ended_) {
      CHESTLENS_TRY(const bool more, read_more(stopped));
      if (!more && !is_ended_) return std::nullopt;
      continue;
    }
    std::string path = text_.substr(at_, found - at_);
    const bool is_last = found == std::string::npos;
    at_ = is_last ? text_.size() : found + 1;
    if (end_.value_or('\n') == '\n' && path.ends_with('\r')) path.pop_back();
    if (path.empty() && !is_last) continue;
    if (path.empty() && is_empty_) return fail(ErrorCode::not_found, "lists no film", name_);
    if (path.empty()) return std::nullopt;
    if (path.find('\0') != std::string::npos) {
      return fail(ErrorCode::parse,
                  "has a NUL after lines: end every path with a line break, or every one with NUL",
                  name_);
    }
    is_empty_ = false;
    return path;
  }
}

Result<std::int64_t> FilmList::count() const {
  if (!is_of_mode(file_.get(), S_IFREG)) return 0;
  std::int64_t paths = 0;
  std::optional<char> end;
  bool in_path = false;
  std::array<char, read_bytes> bytes{};
  for (off_t offset = ::lseek(file_.get(), 0, SEEK_CUR);;) {
    const ssize_t got = ::pread(file_.get(), bytes.data(), bytes.size(), offset);
    if (got < 0) return unreadable(name_, errno);
    if (got == 0) return paths + (in_path ? 1 : 0);
    offset += got;
    const std::string_view text(bytes.data(), static_cast<std::size_t>(got));
    if (!end) end = end_of_paths(text);
    for (const char c : text) {
      if (c == *end && in_path) ++paths;
      if (c != '\r' || *end != '\n') in_path = c != *end;
    }
  }
}

}  // namespace chestlens
