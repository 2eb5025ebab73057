#include "protobuf.hpp"

#include <algorithm>

namespace chestlens {
namespace {

using Bytes = std::span<const std::byte>;

Result<std::uint64_t> take_varint(Bytes& message) {
  constexpr std::size_t most_bytes = 10;  // of 64 bits, seven to a byte
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < std::min(message.size(), most_bytes); ++i) {
    const auto byte = std::to_integer<std::uint64_t>(message[i]);
    value |= (byte & 0x7FU) << (7 * i);
    if (byte < 0x80) {
      message = message.subspan(i + 1);
      return value;
    }
  }
  return fail(ErrorCode::corrupt, "a number in it does not end");
}

Result<Bytes> take_bytes(Bytes& message, std::uint64_t count) {
  if (count > message.size()) {
    return fail(ErrorCode::corrupt, "a length in it goes beyond its end");
  }
  const Bytes taken = message.first(static_cast<std::size_t>(count));
  message = message.subspan(taken.size());
  return taken;
}

}  // namespace

std::string ProtobufField::text() const {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Result<ProtobufField> take_field(Bytes& message) {
  constexpr std::uint64_t largest_number = (1U << 29U) - 1;
  CHESTLENS_TRY(const std::uint64_t key, take_varint(message));
  const std::uint64_t number = key >> 3U;
  if (number == 0 || number > largest_number) {
    return fail(ErrorCode::corrupt, "a field in it has no number");
  }
  ProtobufField field{static_cast<std::uint32_t>(number), static_cast<WireType>(key & 7U), 0, {}};
  switch (field.type) {
    case WireType::varint: {
      CHESTLENS_TRY(field.value, take_varint(message));
      return field;
    }
    case WireType::fixed64: {
      CHESTLENS_TRY(field.bytes, take_bytes(message, 8));
      return field;
    }
    case WireType::bytes: {
      CHESTLENS_TRY(const std::uint64_t length, take_varint(message));
      CHESTLENS_TRY(field.bytes, take_bytes(message, length));
      return field;
    }
    case WireType::fixed32: {
      CHESTLENS_TRY(field.bytes, take_bytes(message, 4));
      return field;
    }
  }
  return fail(ErrorCode::corrupt, "a field in it is of no known kind");
}

}  // namespace chestlens
