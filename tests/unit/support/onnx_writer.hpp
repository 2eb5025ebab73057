#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens::test {

// ONNX as bytes, so that a test may write what no library would. Numbers of fields are
// onnx.proto's.

/// A protobuf message, field by field.
class Message {
 public:
  Message& number(std::uint32_t field, std::int64_t value) {
    varint(std::uint64_t{field} << 3U);
    varint(static_cast<std::uint64_t>(value));
    return *this;
  }
  Message& text(std::uint32_t field, std::string_view value) {
    varint((std::uint64_t{field} << 3U) | 2U);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& message(std::uint32_t field, const Message& value) { return text(field, value.bytes()); }
  const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

enum OnnxType : std::int64_t { onnx_float32 = 1, onnx_int64 = 7, onnx_float64 = 11 };

/// TensorProto with raw data.
template <typename T>
Message tensor(std::string_view name, const std::vector<std::int64_t>& shape,
               const std::vector<T>& values, OnnxType type) {
  Message message;
  for (const std::int64_t side : shape) message.number(1, side);
  std::string raw(values.size() * sizeof(T), '\0');
  std::memcpy(raw.data(), values.data(), raw.size());
  return message.number(2, type).text(8, name).text(9, raw);
}

inline Message floats(std::string_view name, const std::vector<std::int64_t>& shape,
                      const std::vector<float>& values) {
  return tensor(name, shape, values, onnx_float32);
}
inline Message integers(std::string_view name, const std::vector<std::int64_t>& values) {
  return tensor(name, {static_cast<std::int64_t>(values.size())}, values, onnx_int64);
}

/// AttributeProto of one integer, and of several.
inline Message attribute(std::string_view name, std::int64_t value) {
  return Message().text(1, name).number(3, value).number(20, 2);
}
inline Message attribute(std::string_view name, const std::vector<std::int64_t>& values) {
  Message message;
  message.text(1, name);
  for (const std::int64_t value : values) message.number(8, value);
  return message.number(20, 7);
}

/// NodeProto.
inline Message node(std::string_view operation, const std::vector<std::string>& inputs,
                    std::string_view output, const std::vector<Message>& attributes = {}) {
  Message message;
  for (const std::string& input : inputs) message.text(1, input);
  message.text(2, output).text(4, operation);
  for (const Message& attribute : attributes) message.message(5, attribute);
  return message;
}

/// ValueInfoProto of a tensor; a side of -1 is "N".
inline Message value_info(std::string_view name, const std::vector<std::int64_t>& shape,
                          std::int64_t type = onnx_float32) {
  Message sides;
  for (const std::int64_t side : shape) {
    sides.message(1, side < 0 ? Message().text(2, "N") : Message().number(1, side));
  }
  const Message tensor_type = Message().number(1, type).message(2, sides);
  return Message().text(1, name).message(2, Message().message(1, tensor_type));
}

/// ModelProto of opset `version`.
inline Message model(const Message& graph, std::int64_t version = 13) {
  return Message().number(1, 7).message(7, graph).message(8, Message().number(2, version));
}

}  // namespace chestlens::test
