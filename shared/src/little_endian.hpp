#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace chestlens {

/// FNV-1a of 64 bits, which finds accidents.
inline std::uint64_t fnv1a(std::span<const std::byte> bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const std::byte byte : bytes) {
    hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3U;
  }
  return hash;
}

/// Appends numbers, the lowest byte first.
class ByteWriter {
 public:
  template <typename Number>
  void put(Number value) {
    if constexpr (std::is_same_v<Number, float>) {
      put(std::bit_cast<std::uint32_t>(value));
    } else {
      const auto bits = static_cast<std::uint64_t>(value);
      for (std::size_t i = 0; i < sizeof(Number); ++i) {
        bytes_.push_back(static_cast<std::byte>(bits >> (8 * i) & 0xFFU));
      }
    }
  }
  void put_text(const std::string& text) {
    for (const std::byte byte : std::as_bytes(std::span(text))) bytes_.push_back(byte);
  }
  std::vector<std::byte>& bytes() { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

/// Takes them off the front; past the end all are 0, and `is_short` stays true.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : left_(bytes) {}

  template <typename Number>
  Number take() {
    if constexpr (std::is_same_v<Number, float>) {
      return std::bit_cast<float>(take<std::uint32_t>());
    } else {
      std::uint64_t bits = 0;
      const auto bytes = take_bytes(sizeof(Number));
      for (std::size_t i = 0; i < bytes.size(); ++i) {
        bits |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
      }
      return static_cast<Number>(bits);
    }
  }
  std::string take_text(std::size_t size) {
    const auto bytes = take_bytes(size);
    std::string text(bytes.size(), '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) text[i] = std::to_integer<char>(bytes[i]);
    return text;
  }
  std::size_t left() const { return left_.size(); }
  bool is_short() const { return is_short_; }

 private:
  std::span<const std::byte> take_bytes(std::size_t size) {
    if (size > left_.size()) {
      is_short_ = true;
      left_ = {};
      return {};
    }
    const auto taken = left_.first(size);
    left_ = left_.subspan(size);
    return taken;
  }

  std::span<const std::byte> left_;
  bool is_short_ = false;
};

}  // namespace chestlens
