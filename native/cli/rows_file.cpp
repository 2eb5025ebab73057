#include "cli/rows_file.hpp"

#include "cli/rows_paths.hpp"
#include "io/atomic_file.hpp"
#include "io/lock.hpp"
#include "io/text.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk_bytes = 1 << 16;

void remove_rows(const fs::path& file) {
  std::error_code ignored;
  fs::remove(partial_file(file), ignored);
  fs::remove(partial_made_file(file), ignored);
}

/// Where a call was killed between the two renames of commit(), the rows' description has its last
/// name already.
fs::path made_of_partial(const fs::path& file) {
  std::error_code ignored;
  const fs::path partial = partial_made_file(file);
  return fs::exists(partial, ignored) ? partial : made_file(file);
}

Result<Descriptor> open_locked(const fs::path& partial) {
  while (true) {
    Descriptor descriptor(
        ::open(partial.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0666));
    if (descriptor.get() < 0) {
      return fail(ErrorCode::io, "cannot be written: " + system_reason(errno), partial.string());
    }
    if (try_lock(descriptor.get()) == LockAttempt::held_by_another) {
      return fail(ErrorCode::io,
                  lock_holder(partial).value_or("another process") +
                      " writes it; wait for its end, or choose another place",
                  partial.string());
    }
    // Another call may have given it its last name meanwhile: then it is not ours to empty.
    if (is_still_at(descriptor.get(), partial)) return descriptor;
  }
}

/// A rename that replaces nothing where that is not allowed.
void put_in_place(const fs::path& made, const fs::path& file, bool replace,
                  std::error_code& error) {
  if (replace) {
    fs::rename(made, file, error);
  } else if (::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) != 0) {
    error.assign(errno, std::generic_category());
  }
}

/// Bytes of a file that is open; 0 where they cannot be told.
std::size_t size_of(int descriptor) {
  const off_t bytes = ::lseek(descriptor, 0, SEEK_END);
  return bytes < 0 ? 0 : static_cast<std::size_t>(bytes);
}

}  // namespace

Result<RowsFile> RowsFile::open(const fs::path& file, const std::string& made,
                                const std::string& head, bool resume) {
  CHESTLENS_TRY(const auto format, rows_format(file));
  std::error_code error;
  if (!file.parent_path().empty()) fs::create_directories(file.parent_path(), error);
  CHESTLENS_TRY(auto descriptor, open_locked(partial_file(file)));
  const bool goes_on = resume && size_of(descriptor.get()) > head.size();
  RowsFile rows(file, std::move(descriptor), head.size(), format == ResultFormat::csv);
  if (goes_on) {
    CHESTLENS_CHECK(check_made_of(made_of_partial(file), made));
    rows.offset_ = head.size();
    return rows;
  }
  CHESTLENS_CHECK(rows.cut(0));
  CHESTLENS_CHECK(write_file_atomic(partial_made_file(file), made));
  CHESTLENS_CHECK(rows.append(head));
  return rows;
}

Result<RowsFile> RowsFile::open_whole(const fs::path& file, const std::string& head) {
  CHESTLENS_TRY(const auto format, rows_format(file));
  Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (descriptor.get() < 0) {
    return fail(ErrorCode::io, "cannot be read: " + system_reason(errno), file.string());
  }
  RowsFile rows(file, std::move(descriptor), head.size(), format == ResultFormat::csv);
  rows.offset_ = head.size();
  rows.is_committed_ = true;
  return rows;
}

RowsFile::~RowsFile() {
  if (descriptor_.get() >= 0 && !is_committed_ && size_of(descriptor_.get()) <= head_bytes_) {
    remove_rows(file_);
  }
}

Status RowsFile::failed(int number) const {
  return fail(ErrorCode::io, "cannot be written: " + system_reason(number),
              partial_file(file_).string());
}

/// Whether there was more to read.
Result<bool> RowsFile::read_more() {
  read_.erase(0, at_);
  at_ = 0;
  std::array<char, chunk_bytes> bytes{};
  const ssize_t got = ::pread(descriptor_.get(), bytes.data(), bytes.size(),
                              static_cast<off_t>(offset_ + read_.size()));
  if (got < 0) {
    return fail(ErrorCode::io, "cannot be read: " + system_reason(errno),
                partial_file(file_).string());
  }
  read_.append(bytes.data(), static_cast<std::size_t>(got));
  return got > 0;
}

Result<std::optional<std::string>> RowsFile::next_row() {
  bool is_quoted = false;
  for (std::size_t length = 0;; ++length) {
    if (at_ + length == read_.size()) {
      CHESTLENS_TRY(const bool more, read_more());
      if (!more) return std::nullopt;
    }
    const char c = read_[at_ + length];
    if (is_csv_ && c == '"') is_quoted = !is_quoted;
    if (c != '\n' || is_quoted) continue;
    std::string row = read_.substr(at_, length + 1);
    at_ += row.size();
    offset_ += row.size();
    return row;
  }
}

Status RowsFile::cut(std::size_t offset) {
  if (::ftruncate(descriptor_.get(), static_cast<off_t>(offset)) != 0) return failed(errno);
  read_.clear();
  at_ = 0;
  offset_ = offset;
  return {};
}

Status RowsFile::append(std::string_view rows) {
  std::size_t written = 0;
  while (written < rows.size()) {
    const ssize_t wrote = ::pwrite(descriptor_.get(), rows.data() + written, rows.size() - written,
                                   static_cast<off_t>(offset_ + written));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) {
      const int number = errno;
      [[maybe_unused]] const Status taken_back = cut(offset_);
      return failed(number);
    }
    written += static_cast<std::size_t>(wrote);
  }
  offset_ += written;
  return {};
}

Status RowsFile::commit(const OutputRule& rule) {
  if (::fsync(descriptor_.get()) != 0) return failed(errno);
  CHESTLENS_CHECK(with_context(check_rows_place(file_, rule),
                               "all rows are in " + partial_file(file_).string()));
  std::error_code error;
  const fs::path made = partial_made_file(file_);
  if (fs::exists(made, error)) fs::rename(made, made_file(file_), error);
  if (!error) put_in_place(partial_file(file_), file_, rule.replace, error);
  if (error) {
    return fail(ErrorCode::io, "cannot be written: " + error.message(), file_.string());
  }
  is_committed_ = true;
  return {};
}

}  // namespace chestlens
