#include "protobuf_writer.hpp"

namespace chestlens {
namespace {

void put_varint(std::vector<std::byte>& message, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) message.push_back(std::byte((value & 0x7FU) | 0x80U));
  message.push_back(std::byte(value));
}

}  // namespace

void put_bytes(std::vector<std::byte>& message, std::uint32_t number,
               std::span<const std::byte> bytes) {
  put_field(message, {number, WireType::bytes, 0, bytes});
}

void put_field(std::vector<std::byte>& message, const ProtobufField& field) {
  put_varint(message, (std::uint64_t{field.number} << 3U) | static_cast<std::uint64_t>(field.type));
  if (field.type == WireType::varint) return put_varint(message, field.value);
  if (field.type == WireType::bytes) put_varint(message, field.bytes.size());
  message.insert(message.end(), field.bytes.begin(), field.bytes.end());
}

}  // namespace chestlens
