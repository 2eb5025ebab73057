#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// A type of values in a safetensors file, and the bytes of each.
struct TensorType {
  std::string_view name;
  std::size_t value_bytes;
};

/// Those that are read and written, in the order of tensor_type_names.
inline constexpr TensorType tensor_types[] = {{"F16", 2}, {"BF16", 2}, {"F32", 4},
                                              {"F64", 8}, {"I64", 8},  {"I32", 4}};
inline constexpr std::string_view tensor_type_names = "F16, BF16, F32, F64, I64 or I32";

/// What becomes of tensors of another type, as those of optimizers.
enum class UnknownTypes : std::uint8_t { refuse, pass_over };

/// A tensor of a file: its values are the bytes begin..end of the data, as many as its shape needs.
struct TensorEntry {
  std::string name;
  std::size_t type = 0;  // an index of tensor_types
  std::vector<std::int64_t> shape;
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct TensorHeader {
  std::vector<TensorEntry> tensors;          // by name; no two share a byte
  std::map<std::string, std::string> texts;  // __metadata__
  std::span<const std::byte> data = {};      // of the file, behind the header
};

/// Checks every offset, shape and length. Errors: truncated, corrupt, unsupported.
Result<TensorHeader> parse_tensor_header(std::span<const std::byte> file,
                                         UnknownTypes unknown = UnknownTypes::refuse);

/// Of a header's JSON alone, the texts. Errors: corrupt.
Result<std::map<std::string, std::string>> parse_tensor_texts(std::string_view header);

/// The header's length stands in as many bytes before it; it is no longer than `longest`.
inline constexpr std::size_t tensor_prefix_bytes = 8;
inline constexpr std::size_t max_tensor_header_bytes = 100'000'000;  // the format's own limit

}  // namespace chestlens
