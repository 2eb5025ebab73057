#include "weights/tensor_file.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using Json = nlohmann::json;

constexpr const char* digest_key = "sha256";

/// Of tensor_types.
constexpr std::array scalar_types = {torch::kFloat16, torch::kBFloat16, torch::kFloat32,
                                     torch::kFloat64, torch::kInt64,    torch::kInt32};

std::optional<std::string> type_name(torch::ScalarType scalar) {
  const auto* const found = std::ranges::find(scalar_types, scalar);
  if (found == scalar_types.end()) return std::nullopt;
  return std::string(tensor_types[found - scalar_types.begin()].name);
}

/// The digest of what a file holds, wherever in it that lies: other programs may order it
/// otherwise. Tensors are contiguous and on the CPU.
std::string digest_of(const TensorFile& file) {
  std::string text;
  for (const auto& [name, value] : file.texts) {
    if (name != digest_key) text += fmt::format("{} {}\n", Json(name).dump(), Json(value).dump());
  }
  for (const auto& [name, tensor] : file.tensors) {
    const std::span bytes(static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes());
    text += fmt::format("{} {} [{}] {}\n", Json(name).dump(),
                        type_name(tensor.scalar_type()).value_or(""),
                        fmt::join(tensor.sizes().vec(), ","), sha256_hex(bytes));
  }
  return sha256_hex(text);
}

Status check_digest(TensorFile& file) {
  const auto stored = file.texts.find(digest_key);
  if (stored == file.texts.end()) return {};
  if (stored->second != digest_of(file)) {
    return fail(ErrorCode::corrupt,
                "is damaged: its bytes are not those that were written (SHA-256); restore it from "
                "a backup, or train again");
  }
  file.texts.erase(stored);
  return {};
}

torch::Tensor read_tensor(const TensorEntry& entry, std::span<const std::byte> data) {
  torch::Tensor tensor = torch::empty(entry.shape, scalar_types[entry.type]);
  const std::size_t bytes = entry.end - entry.begin;
  if (bytes > 0) std::memcpy(tensor.data_ptr(), data.data() + entry.begin, bytes);
  return tensor;
}

}  // namespace

Result<TensorFile> parse_tensor_file(std::span<const std::byte> bytes, UnknownTypes unknown) {
  CHESTLENS_TRY(auto header, parse_tensor_header(bytes, unknown));
  TensorFile file{.texts = std::move(header.texts)};
  for (const TensorEntry& entry : header.tensors) {
    file.tensors.emplace(entry.name, read_tensor(entry, header.data));
  }
  CHESTLENS_CHECK(check_digest(file));
  return file;
}

Status write_tensor_file(const std::filesystem::path& path, const TensorFile& file) {
  Json header = Json::object();
  TensorFile flat{.texts = file.texts};
  std::size_t offset = 0;
  for (const auto& [name, tensor] : file.tensors) {
    const auto type = type_name(tensor.scalar_type());
    if (!type) {
      return fail(ErrorCode::unsupported,
                  name + " has a type that is not " + std::string(tensor_type_names),
                  path.string());
    }
    const torch::Tensor values = tensor.detach().to(torch::kCPU).contiguous();
    flat.tensors.emplace(name, values);
    const std::size_t end = offset + values.nbytes();
    header[name] = {
        {"dtype", *type}, {"shape", tensor.sizes().vec()}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  flat.texts[digest_key] = digest_of(flat);
  header["__metadata__"] = flat.texts;
  std::string text = header.dump();
  text.resize((text.size() + tensor_prefix_bytes - 1) / tensor_prefix_bytes * tensor_prefix_bytes,
              ' ');

  std::vector<std::byte> bytes(tensor_prefix_bytes + text.size() + offset);
  const std::uint64_t header_bytes = text.size();
  std::memcpy(bytes.data(), &header_bytes, tensor_prefix_bytes);
  std::memcpy(bytes.data() + tensor_prefix_bytes, text.data(), text.size());
  std::byte* target = bytes.data() + tensor_prefix_bytes + text.size();
  for (const auto& [name, tensor] : flat.tensors) {
    if (tensor.nbytes() > 0) std::memcpy(target, tensor.data_ptr(), tensor.nbytes());
    target += tensor.nbytes();
  }
  return write_file_atomic(path, bytes);
}

Result<std::map<std::string, std::string>> read_tensor_file_texts(
    const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return fail(ErrorCode::not_found, "is not there", path.string());
  }
  std::ifstream stream(path, std::ios::binary);
  std::uint64_t header_bytes = 0;
  stream.read(reinterpret_cast<char*>(&header_bytes), tensor_prefix_bytes);
  const std::uintmax_t longest =
      std::min<std::uintmax_t>(max_tensor_header_bytes, std::filesystem::file_size(path, ignored));
  if (!stream || header_bytes > longest) {
    return fail(ErrorCode::truncated, "has no header, or is no tensor file", path.string());
  }
  std::string text(header_bytes, '\0');
  if (!stream.read(text.data(), static_cast<std::streamsize>(header_bytes))) {
    return fail(ErrorCode::truncated, "ends within its header", path.string());
  }
  return with_context(parse_tensor_texts(text), path.string());
}

Result<TensorFile> read_tensor_file(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto bytes, read_file(path, max_tensor_file_bytes));
  CHESTLENS_TRY(auto file, with_context(parse_tensor_file(bytes), path.string()));
  return file;
}

}  // namespace chestlens
