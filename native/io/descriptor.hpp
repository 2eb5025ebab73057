#pragma once

#include <chestlens/error.hpp>

#include <unistd.h>

#include <filesystem>
#include <utility>

namespace chestlens {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;

  int get() const { return value_; }

  /// 0, or -1 with errno set.
  int close() {
    const int value = std::exchange(value_, -1);
    return value < 0 ? 0 : ::close(value);
  }

 private:
  int value_;
};

/// Opens a file for reading. A pipe, a socket, a device or a folder is refused at once, never
/// waited for. Errors: not_found, io.
Result<Descriptor> open_regular(const std::filesystem::path& path);

}  // namespace chestlens
