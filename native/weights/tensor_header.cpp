#include "weights/tensor_header.hpp"

#include <chestlens/json.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors is little-endian");
using Json = nlohmann::json;

constexpr JsonLimits header_limits{.bytes = max_tensor_header_bytes, .depth = 8};
constexpr const char* texts_key = "__metadata__";

std::optional<std::size_t> type_index(const std::string& name) {
  const auto* const found = std::ranges::find(tensor_types, name, &TensorType::name);
  if (found == std::end(tensor_types)) return std::nullopt;
  return static_cast<std::size_t>(found - std::begin(tensor_types));
}

/// Bytes of a tensor of this shape, or nothing where a side is negative or the product overflows.
std::optional<std::size_t> byte_count(const std::vector<std::int64_t>& shape, std::size_t bytes) {
  for (const std::int64_t side : shape) {
    if (side < 0) return std::nullopt;
    const auto factor = static_cast<std::size_t>(side);
    if (factor != 0 && bytes > std::numeric_limits<std::size_t>::max() / factor)
      return std::nullopt;
    bytes *= factor;
  }
  return bytes;
}

/// Tensors that share bytes would make a small file take any memory.
Status check_apart(std::vector<TensorEntry> tensors) {
  std::erase_if(tensors, [](const TensorEntry& tensor) { return tensor.begin >= tensor.end; });
  std::ranges::sort(tensors, {}, [](const auto& t) { return std::pair(t.begin, t.end); });
  const auto overlap = std::ranges::adjacent_find(
      tensors, [](const auto& a, const auto& b) { return b.begin < a.end; });
  if (overlap == tensors.end()) return {};
  return fail(ErrorCode::corrupt, "overlaps " + std::next(overlap)->name, overlap->name);
}

Status check_size(const TensorEntry& tensor, std::size_t data_bytes) {
  const auto bytes = byte_count(tensor.shape, tensor_types[tensor.type].value_bytes);
  if (tensor.end < tensor.begin || bytes != tensor.end - tensor.begin) {
    return fail(ErrorCode::corrupt, "offsets do not fit the shape", tensor.name);
  }
  if (tensor.end <= data_bytes) return {};
  return fail(ErrorCode::truncated, "data ends before the tensor does", tensor.name);
}

Result<TensorHeader> read_header(const Json& json, std::span<const std::byte> data,
                                 UnknownTypes unknown) {
  TensorHeader header;
  header.data = data;
  std::vector<TensorEntry> all;
  for (const auto& [name, entry] : json.items()) {
    if (name == texts_key) {
      header.texts = entry.get<std::map<std::string, std::string>>();
      continue;
    }
    const auto [begin, end] = entry.at("data_offsets").get<std::array<std::size_t, 2>>();
    const auto type = entry.at("dtype").get<std::string>();
    all.push_back({name, 0, entry.at("shape").get<std::vector<std::int64_t>>(), begin, end});
    const auto known = type_index(type);
    if (!known && unknown == UnknownTypes::pass_over) continue;
    if (!known) {
      return fail(ErrorCode::unsupported, fmt::format("type {} is not {}", type, tensor_type_names),
                  name);
    }
    all.back().type = *known;
    CHESTLENS_CHECK(check_size(all.back(), data.size()));
    header.tensors.push_back(all.back());
  }
  CHESTLENS_CHECK(check_apart(std::move(all)));
  return header;
}

}  // namespace

Result<TensorHeader> parse_tensor_header(std::span<const std::byte> file, UnknownTypes unknown) {
  std::uint64_t header_bytes = 0;
  if (file.size() < tensor_prefix_bytes) return fail(ErrorCode::truncated, "has no header");
  std::memcpy(&header_bytes, file.data(), tensor_prefix_bytes);
  if (header_bytes > file.size() - tensor_prefix_bytes) {
    return fail(ErrorCode::truncated, "ends within its header, or is no tensor file");
  }
  const std::string_view text(reinterpret_cast<const char*>(file.data()) + tensor_prefix_bytes,
                              header_bytes);
  if (const Status checked = check_json(text, header_limits); !checked) {
    return fail(ErrorCode::corrupt, "bad header: " + to_string(checked.error()));
  }
  try {
    return read_header(Json::parse(text), file.subspan(tensor_prefix_bytes + header_bytes),
                       unknown);
  } catch (const Json::exception&) {
    return fail(ErrorCode::corrupt,
                "bad header: a tensor is not described by dtype, shape and data_offsets");
  }
}

Result<std::map<std::string, std::string>> parse_tensor_texts(std::string_view header) {
  if (const Status checked = check_json(header, header_limits); !checked) {
    return fail(ErrorCode::corrupt, "bad header: " + to_string(checked.error()));
  }
  try {
    return Json::parse(header).value(texts_key, std::map<std::string, std::string>());
  } catch (const Json::exception&) {
    return fail(ErrorCode::corrupt, "bad header: its texts are no texts");
  }
}

}  // namespace chestlens
