#include "mutate.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace chestlens::fuzz {
namespace {

/// A field as it is written: its key, and of kind 2 the bytes without their length.
struct Field {
  std::uint64_t number = 0;
  unsigned kind = 0;
  std::uint64_t value = 0;
  std::string bytes;
};

std::optional<std::uint64_t> take_varint(std::string_view& rest) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(rest.size(), 10); ++i) {
    const auto byte = static_cast<unsigned char>(rest[i]);
    value |= std::uint64_t{byte & 0x7FU} << (7 * i);
    if (byte < 0x80) {
      rest.remove_prefix(i + 1);
      return value;
    }
  }
  return std::nullopt;
}

void put_varint(std::string& text, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) text += static_cast<char>((value & 0x7FU) | 0x80U);
  text += static_cast<char>(value);
}

std::optional<std::vector<Field>> fields_of(std::string_view rest) {
  std::vector<Field> fields;
  while (!rest.empty()) {
    const auto key = take_varint(rest);
    if (!key || *key < 8) return std::nullopt;
    Field field{*key >> 3U, static_cast<unsigned>(*key & 7U), 0, {}};
    std::uint64_t length = field.kind == 1 ? 8 : 4;
    if (field.kind == 0 || field.kind == 2) {
      const auto number = take_varint(rest);
      if (!number) return std::nullopt;
      (field.kind == 0 ? field.value : length) = *number;
    } else if (field.kind != 1 && field.kind != 5) {
      return std::nullopt;
    }
    if (field.kind != 0) {
      if (length > rest.size()) return std::nullopt;
      field.bytes = rest.substr(0, length);
      rest.remove_prefix(length);
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

std::string text_of(const std::vector<Field>& fields) {
  std::string text;
  for (const Field& field : fields) {
    put_varint(text, field.number << 3U | field.kind);
    if (field.kind == 0) put_varint(text, field.value);
    if (field.kind == 2) put_varint(text, field.bytes.size());
    text += field.bytes;
  }
  return text;
}

std::uint64_t strange_number(std::uint64_t value, Random& random) {
  const std::array<std::uint64_t, 10> numbers{
      0,         1,     value + 1,   value - 1,   value * 2,
      1U << 31U, ~0ULL, 1ULL << 63U, 1ULL << 32U, random.bits() >> random.below(64)};
  return numbers[random.below(numbers.size())];
}

void mutate_field(std::vector<Field>& fields, std::size_t at, Random& random) {
  Field& field = fields[at];
  switch (random.below(6)) {
    case 0:
      fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(at));
      return;
    case 1: {
      const Field copy = field;
      fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(random.below(fields.size())),
                    copy);
      return;
    }
    case 2:
      std::swap(field, fields[random.below(fields.size())]);
      return;
    case 3:
      field.number = 1 + random.below(26);
      return;
    default:
      if (field.kind == 0) {
        field.value = strange_number(field.value, random);
      } else {
        field.bytes = mutate_bytes(std::move(field.bytes), random);
      }
  }
}

}  // namespace

std::string mutate_protobuf(std::string_view message, Random& random) {
  auto fields = fields_of(message);
  if (!fields || fields->empty()) return mutate_bytes(std::string(message), random);
  const std::size_t at = random.below(fields->size());
  Field& field = (*fields)[at];
  if (field.kind == 2 && !field.bytes.empty() && !random.one_in(5)) {
    field.bytes = mutate_protobuf(field.bytes, random);  // one level deeper
  } else {
    mutate_field(*fields, at, random);
  }
  return text_of(*fields);
}

}  // namespace chestlens::fuzz
