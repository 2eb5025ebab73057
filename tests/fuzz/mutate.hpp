#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace chestlens::fuzz {

/// The same numbers for the same seed on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// 0..count-1; count is at least 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool one_in(std::size_t count) { return below(count) == 0; }
  std::uint64_t bits() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

/// Changed, added, removed and doubled bytes, anywhere.
std::string mutate_bytes(std::string text, Random& random);

/// A JSON document of which values are others, are gone, are there many times, or are of another
/// type; sometimes with what JSON does not allow, or with changed bytes.
std::string mutate_json(std::string_view text, Random& random);

/// A protobuf message of which fields, at any depth, have another number or value, are gone, are
/// there twice or change places; lengths fit again afterwards, so that the rest is still read.
std::string mutate_protobuf(std::string_view message, Random& random);

}  // namespace chestlens::fuzz
