#include "weights/tensor_file.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"

#include <chestlens/json.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors is little-endian");
using Json = nlohmann::json;

constexpr std::size_t prefix_bytes = 8;  // the header's length
constexpr const char* digest_key = "sha256";
constexpr JsonLimits header_limits{.bytes = 100'000'000, .depth = 8};  // the format's own size

struct Type {
  const char* name;
  torch::ScalarType scalar;
};
constexpr std::array types = {Type{"F16", torch::kFloat16}, Type{"BF16", torch::kBFloat16},
                              Type{"F32", torch::kFloat32}, Type{"F64", torch::kFloat64},
                              Type{"I64", torch::kInt64},   Type{"I32", torch::kInt32}};
constexpr const char* type_names = "F16, BF16, F32, F64, I64 or I32";

std::optional<torch::ScalarType> scalar_type(const std::string& name) {
  for (const Type& type : types) {
    if (name == type.name) return type.scalar;
  }
  return std::nullopt;
}

std::optional<std::string> type_name(torch::ScalarType scalar) {
  for (const Type& type : types) {
    if (scalar == type.scalar) return type.name;
  }
  return std::nullopt;
}

/// Bytes of a tensor of this shape, or nothing where a side is negative or the product overflows.
std::optional<std::size_t> byte_count(const std::vector<std::int64_t>& shape,
                                      torch::ScalarType scalar) {
  std::size_t bytes = c10::elementSize(scalar);
  for (const std::int64_t side : shape) {
    if (side < 0) return std::nullopt;
    const auto factor = static_cast<std::size_t>(side);
    if (factor != 0 && bytes > std::numeric_limits<std::size_t>::max() / factor)
      return std::nullopt;
    bytes *= factor;
  }
  return bytes;
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

/// Where a tensor's bytes lie in the data.
struct Extent {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string name;
};

/// Tensors that share bytes would make a small file take any memory.
Status check_apart(std::vector<Extent> extents) {
  std::ranges::sort(extents, {}, [](const Extent& e) { return std::pair(e.begin, e.end); });
  const auto overlap = std::ranges::adjacent_find(
      extents, [](const Extent& a, const Extent& b) { return b.begin < a.end; });
  if (overlap == extents.end()) return {};
  return fail(ErrorCode::corrupt, "overlaps " + std::next(overlap)->name, overlap->name);
}

Result<torch::Tensor> read_tensor(const Json& entry, std::span<const std::byte> data) {
  const std::string type = entry.at("dtype").get<std::string>();
  const auto scalar = scalar_type(type);
  if (!scalar) return fail(ErrorCode::unsupported, "type " + type + " is not " + type_names);
  const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
  const auto [begin, end] = entry.at("data_offsets").get<std::array<std::size_t, 2>>();
  const auto bytes = byte_count(shape, *scalar);
  if (end < begin || bytes != end - begin) {
    return fail(ErrorCode::corrupt, "offsets do not fit the shape");
  }
  if (end > data.size()) return fail(ErrorCode::truncated, "data ends before the tensor does");
  torch::Tensor tensor = torch::empty(shape, *scalar);
  if (*bytes > 0) std::memcpy(tensor.data_ptr(), data.data() + begin, *bytes);
  return tensor;
}

bool is_known_type(const Json& entry) {
  return scalar_type(entry.at("dtype").get<std::string>()).has_value();
}

Result<TensorFile> read_entries(const Json& header, std::span<const std::byte> data,
                                UnknownTypes unknown) {
  std::vector<Extent> extents;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") continue;
    const auto [begin, end] = entry.at("data_offsets").get<std::array<std::size_t, 2>>();
    if (begin < end) extents.push_back({begin, end, name});
  }
  CHESTLENS_CHECK(check_apart(std::move(extents)));
  TensorFile file;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      file.texts = entry.get<std::map<std::string, std::string>>();
      continue;
    }
    if (unknown == UnknownTypes::pass_over && !is_known_type(entry)) continue;
    CHESTLENS_TRY(auto tensor, with_context(read_tensor(entry, data), name));
    file.tensors.emplace(name, std::move(tensor));
  }
  CHESTLENS_CHECK(check_digest(file));
  return file;
}

}  // namespace

Result<TensorFile> parse_tensor_file(std::span<const std::byte> bytes, UnknownTypes unknown) {
  std::uint64_t header_bytes = 0;
  if (bytes.size() < prefix_bytes) return fail(ErrorCode::truncated, "has no header");
  std::memcpy(&header_bytes, bytes.data(), prefix_bytes);
  if (header_bytes > bytes.size() - prefix_bytes) {
    return fail(ErrorCode::truncated, "ends within its header, or is no tensor file");
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + prefix_bytes,
                              header_bytes);
  if (const Status checked = check_json(text, header_limits); !checked) {
    return fail(ErrorCode::corrupt, "bad header: " + to_string(checked.error()));
  }
  try {
    return read_entries(Json::parse(text), bytes.subspan(prefix_bytes + header_bytes), unknown);
  } catch (const Json::exception&) {
    return fail(ErrorCode::corrupt,
                "bad header: a tensor is not described by dtype, shape and data_offsets");
  }
}

Status write_tensor_file(const std::filesystem::path& path, const TensorFile& file) {
  Json header = Json::object();
  TensorFile flat{.texts = file.texts};
  std::size_t offset = 0;
  for (const auto& [name, tensor] : file.tensors) {
    const auto type = type_name(tensor.scalar_type());
    if (!type) {
      return fail(ErrorCode::unsupported, name + " has a type that is not " + type_names,
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
  text.resize((text.size() + prefix_bytes - 1) / prefix_bytes * prefix_bytes, ' ');

  std::vector<std::byte> bytes(prefix_bytes + text.size() + offset);
  const std::uint64_t header_bytes = text.size();
  std::memcpy(bytes.data(), &header_bytes, prefix_bytes);
  std::memcpy(bytes.data() + prefix_bytes, text.data(), text.size());
  std::byte* target = bytes.data() + prefix_bytes + text.size();
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
  stream.read(reinterpret_cast<char*>(&header_bytes), prefix_bytes);
  const std::uintmax_t longest =
      std::min<std::uintmax_t>(header_limits.bytes, std::filesystem::file_size(path, ignored));
  if (!stream || header_bytes > longest) {
    return fail(ErrorCode::truncated, "has no header, or is no tensor file", path.string());
  }
  std::string text(header_bytes, '\0');
  if (!stream.read(text.data(), static_cast<std::streamsize>(header_bytes))) {
    return fail(ErrorCode::truncated, "ends within its header", path.string());
  }
  if (const Status checked = check_json(text, header_limits); !checked) {
    return fail(ErrorCode::corrupt, "bad header: " + to_string(checked.error()), path.string());
  }
  try {
    const Json header = Json::parse(text);
    return header.value("__metadata__", std::map<std::string, std::string>());
  } catch (const Json::exception&) {
    return fail(ErrorCode::corrupt, "bad header: its texts are no texts", path.string());
  }
}

Result<TensorFile> read_tensor_file(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto bytes, read_file(path, max_tensor_file_bytes));
  CHESTLENS_TRY(auto file, with_context(parse_tensor_file(bytes), path.string()));
  return file;
}

}  // namespace chestlens
