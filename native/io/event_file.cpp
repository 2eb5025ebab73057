#include "io/event_file.hpp"

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <system_error>

namespace chestlens {
namespace {

static_assert(std::endian::native == std::endian::little, "TFRecord is little-endian");

constexpr std::size_t header_bytes = sizeof(std::uint64_t) + sizeof(std::uint32_t);
constexpr std::size_t footer_bytes = sizeof(std::uint32_t);

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  constexpr std::uint32_t reversed_polynomial = 0x82f63b78;
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? reversed_polynomial : 0);
    }
    table[byte] = crc;
  }
  return table;
}

/// A CRC of bytes that hold CRCs is weak: TFRecord turns and moves its own.
std::uint32_t masked_crc(std::string_view bytes) {
  constexpr std::uint32_t offset = 0xa282ead8;
  return std::rotr(crc32c(bytes), 15) + offset;
}

template <typename Number>
void append_raw(std::string& text, Number number) {
  const auto bytes = std::bit_cast<std::array<char, sizeof(Number)>>(number);
  text.append(bytes.data(), bytes.size());
}

template <typename Number>
Number read_raw(std::string_view bytes, std::size_t at) {
  std::array<char, sizeof(Number)> raw{};
  std::memcpy(raw.data(), bytes.data() + at, raw.size());
  return std::bit_cast<Number>(raw);
}

/// Protocol Buffers' wire format: a key of field number and type before each value.
enum WireType : std::uint32_t { varint = 0, fixed64 = 1, delimited = 2, fixed32 = 5 };

void append_varint(std::string& text, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7U) text.push_back(static_cast<char>(number | 0x80));
  text.push_back(static_cast<char>(number));
}

void append_key(std::string& text, std::uint32_t field, WireType type) {
  append_varint(text, field << 3U | type);
}

void append_text(std::string& text, std::uint32_t field, std::string_view value) {
  append_key(text, field, delimited);
  append_varint(text, value.size());
  text.append(value);
}

/// Event: 1 wall_time, 2 step, 3 file_version, 5 summary.
std::string event_head(double wall_time_seconds, std::int64_t step) {
  std::string event;
  append_key(event, 1, fixed64);
  append_raw(event, wall_time_seconds);
  if (step != 0) {
    append_key(event, 2, varint);
    append_varint(event, static_cast<std::uint64_t>(step));
  }
  return event;
}

std::string framed(std::string_view message) {
  std::string length;
  append_raw(length, static_cast<std::uint64_t>(message.size()));
  std::string record = length;
  append_raw(record, masked_crc(length));
  record.append(message);
  append_raw(record, masked_crc(message));
  return record;
}

/// The step of a message that event_record() or first_event_record() made.
std::int64_t step_of(std::string_view message) {
  std::size_t at = 1 + sizeof(double);
  if (message.size() <= at || message[at] != (2U << 3U | varint)) return 0;
  std::uint64_t step = 0;
  for (unsigned shift = 0; shift < 64 && ++at < message.size(); shift += 7) {
    const auto byte = static_cast<unsigned char>(message[at]);
    step |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    if (byte < 0x80) break;
  }
  return static_cast<std::int64_t>(step);
}

/// The message of a file's first record, or nothing where the record is not whole.
std::optional<std::string_view> first_message(std::string_view file) {
  if (file.size() < header_bytes) return std::nullopt;
  const auto length = read_raw<std::uint64_t>(file, 0);
  if (read_raw<std::uint32_t>(file, sizeof length) != masked_crc(file.substr(0, sizeof length)) ||
      length > file.size() - header_bytes || file.size() - header_bytes - length < footer_bytes) {
    return std::nullopt;
  }
  const std::string_view message = file.substr(header_bytes, length);
  if (read_raw<std::uint32_t>(file, header_bytes + length) != masked_crc(message)) {
    return std::nullopt;
  }
  return message;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  static constexpr auto table = make_crc_table();
  std::uint32_t crc = ~std::uint32_t{0};
  for (const char byte : bytes) {
    crc = (crc >> 8U) ^ table[(crc ^ static_cast<unsigned char>(byte)) & 0xffU];
  }
  return ~crc;
}

std::string event_record(const ScalarEvent& event) {
  std::string summary;
  for (const auto& [tag, value] : event.scalars) {
    std::string one;  // Summary.Value: 1 tag, 2 simple_value
    append_text(one, 1, tag);
    append_key(one, 2, fixed32);
    append_raw(one, value);
    append_text(summary, 1, one);
  }
  std::string message = event_head(event.wall_time_seconds, event.step);
  append_text(message, 5, summary);
  return framed(message);
}

std::string first_event_record(double wall_time_seconds) {
  std::string message = event_head(wall_time_seconds, 0);
  append_text(message, 3, "brain.Event:2");
  return framed(message);
}

std::vector<FoundEvent> find_events(std::string_view file) {
  std::vector<FoundEvent> found;
  std::size_t at = 0;
  while (const auto message = first_message(file.substr(at))) {
    at += header_bytes + message->size() + footer_bytes;
    found.push_back({step_of(*message), at});
  }
  return found;
}

Status append_to_file(const std::filesystem::path& path, std::size_t keep, std::string_view tail) {
  const auto failure = [&path](const std::string& why) {
    return fail(ErrorCode::io, "cannot be written: " + why, path.string());
  };
  std::error_code error, ignored;
  if (std::filesystem::is_regular_file(path, ignored)) {
    std::filesystem::resize_file(path, keep, error);
  }
  if (error) return failure(error.message());
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file.write(tail.data(), static_cast<std::streamsize>(tail.size()));
  file.close();
  if (!file) return failure(std::generic_category().message(errno));
  return {};
}

}  // namespace chestlens
