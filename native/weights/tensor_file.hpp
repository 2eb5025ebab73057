#pragma once

#include "weights/tensor_header.hpp"

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>

namespace chestlens {

/// Named tensors and texts in the safetensors format (a JSON header, then raw little-endian data):
/// nothing in such a file is ever executed, and other programs read it.
struct TensorFile {
  std::map<std::string, torch::Tensor> tensors = {};  // any strides; on the CPU when read
  std::map<std::string, std::string> texts = {};      // the header's __metadata__
};

/// Written atomically, with a SHA-256 of names, types, shapes, values and texts in the header,
/// under `sha256`: every byte that is not what was written is found when it is read. Errors: io;
/// unsupported for a type other than float16, bfloat16, float32, float64, int64 and int32.
Status write_tensor_file(const std::filesystem::path& path, const TensorFile& file);

inline constexpr std::size_t max_tensor_file_bytes = std::size_t{1} << 35U;

/// Every offset, shape and length is checked, and the SHA-256 of a file that has one. Errors:
/// not_found, io, truncated, corrupt, unsupported.
Result<TensorFile> read_tensor_file(const std::filesystem::path& path);
/// The texts alone, from the header: no tensor is read. Errors: those of read_tensor_file.
Result<std::map<std::string, std::string>> read_tensor_file_texts(
    const std::filesystem::path& path);

Result<TensorFile> parse_tensor_file(std::span<const std::byte> bytes,
                                     UnknownTypes unknown = UnknownTypes::refuse);

}  // namespace chestlens
