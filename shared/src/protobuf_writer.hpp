#pragma once

#include "protobuf.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chestlens {

/// Appends a field as it would be read: a varint, or bytes behind their length.
void put_field(std::vector<std::byte>& message, const ProtobufField& field);

/// Appends bytes behind their length: a text, or a message within the message.
void put_bytes(std::vector<std::byte>& message, std::uint32_t number,
               std::span<const std::byte> bytes);

}  // namespace chestlens
