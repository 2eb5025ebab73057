#pragma once

#include "io/descriptor.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace chestlens {

/// Paths that a file or standard input lists, one a line, or each ended by NUL as `find -print0`
/// does: what of the two the first bytes have. They are read as they come, never all at once.
class FilmList {
 public:
  /// "-" is standard input; a named pipe is waited for. Errors: not_found, io.
  static Result<FilmList> open(const std::string& list);

  /// The next path, nothing at the end, or once `stopped` says so while it waits for a line.
  /// Errors: io; not_found where no path was listed at all.
  Result<std::optional<std::string>> next(const std::function<bool()>& stopped);

  /// Paths of the whole list where it is a file that can be read twice, or 0. Errors: io.
  Result<std::int64_t> count() const;

 private:
  FilmList(std::string name, Descriptor file) : name_(std::move(name)), file_(std::move(file)) {}
  Result<bool> read_more(const std::function<bool()>& stopped);

  std::string name_;
  Descriptor file_;
  std::string text_;  // read, from at_ on not yet given out
  std::size_t at_ = 0;
  std::optional<char> end_;  // of a path
  bool is_ended_ = false;
  bool is_empty_ = true;
};

}  // namespace chestlens
