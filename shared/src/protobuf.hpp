#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace chestlens {

enum class WireType : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

/// A field of a protobuf message (protobuf.dev/programming-guides/encoding).
struct ProtobufField {
  std::uint32_t number = 0;
  WireType type = WireType::varint;
  std::uint64_t value = 0;           // of a varint
  std::span<const std::byte> bytes;  // of a text or a message, within the message

  std::string text() const;
};

/// Takes the first field off `message`. Errors: corrupt, for lengths beyond the message, and for
/// groups, which protobuf gave up.
Result<ProtobufField> take_field(std::span<const std::byte>& message);

/// Calls `visit(field)` for every field, until one is an error.
template <typename Visit>
Status visit_fields(std::span<const std::byte> message, Visit visit) {
  while (!message.empty()) {
    CHESTLENS_TRY(const ProtobufField field, take_field(message));
    CHESTLENS_CHECK(visit(field));
  }
  return {};
}

}  // namespace chestlens
