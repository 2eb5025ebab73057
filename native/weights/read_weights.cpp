#include "weights/read_weights.hpp"

#include "io/atomic_file.hpp"
#include "io/guarded.hpp"
#include "io/saved_text.hpp"
#include "io/text.hpp"
#include "pth/pth.hpp"
#include "weights/tensor_file.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t max_weights_bytes = std::size_t{1} << 34U;

torch::ScalarType scalar_type(ElementType type) {
  switch (type) {
    case ElementType::float16:
      return torch::kFloat16;
    case ElementType::bfloat16:
      return torch::kBFloat16;
    case ElementType::float32:
      return torch::kFloat32;
    case ElementType::float64:
      return torch::kFloat64;
    case ElementType::int8:
      return torch::kInt8;
    case ElementType::uint8:
      return torch::kUInt8;
    case ElementType::int16:
      return torch::kInt16;
    case ElementType::int32:
      return torch::kInt32;
    case ElementType::int64:
      return torch::kInt64;
    case ElementType::boolean:
      break;
  }
  return torch::kBool;
}

/// Tensors that show one storage share its memory, as they did when they were saved.
std::vector<KeyedWeights> weights_in(PthFile file) {
  std::vector<std::shared_ptr<Storage>> storages;
  for (Storage& storage : file.storages) {
    storages.push_back(std::make_shared<Storage>(std::move(storage)));
  }
  std::vector<KeyedWeights> found;
  for (const StateDict& state : file.dicts) {
    auto& [key, is_usual, weights] = found.emplace_back(state.key, state.is_usual);
    for (const auto& [name, tensor] : state.tensors) {
      const auto& storage = storages[tensor.storage];
      const auto offset = static_cast<std::size_t>(tensor.offset) * element_bytes(storage->type);
      weights.emplace(name, torch::from_blob(
                                storage->bytes.data() + offset, tensor.shape, tensor.strides,
                                [storage](void*) {}, torch::dtype(scalar_type(storage->type))));
    }
  }
  return found;
}

/// Takes off what wrappers put before every name: DataParallel "module.", Lightning "model.".
Weights without_common_prefix(Weights weights) {
  for (const std::string prefix : {"module.", "model.", "module."}) {
    const bool common = std::ranges::all_of(
        weights, [&prefix](const auto& entry) { return entry.first.starts_with(prefix); });
    if (!common) continue;
    Weights shorter;
    for (const auto& [name, tensor] : weights) shorter.emplace(name.substr(prefix.size()), tensor);
    weights = std::move(shorter);
  }
  return weights;
}

/// Files given by mistake, recognised by their first bytes.
std::string other_kind(std::string_view text) {
  if (std::string mistaken = mistaken_file(text); !mistaken.empty()) return "it " + mistaken;
  if (text.starts_with("\x89HDF")) return "it is HDF5, as Keras writes it";
  if (text.starts_with("\x1f\x8b")) return "it is compressed with gzip; unpack it";
  if (text.starts_with("{")) return "it is JSON; the weights are in another file";
  if (text.starts_with("\x80")) return "it is a pickle that torch.save() did not write";
  return "its first bytes are of neither";
}

Result<std::vector<KeyedWeights>> parse_known_weights(std::span<const std::byte> bytes) {
  switch (weights_format(bytes)) {
    case WeightsFormat::safetensors: {
      CHESTLENS_TRY(auto file, parse_tensor_file(bytes, UnknownTypes::pass_over));
      std::vector<KeyedWeights> found(1);
      found.front().weights = std::move(file.tensors);
      return found;
    }
    case WeightsFormat::legacy_pth:
    case WeightsFormat::zip_pth: {
      CHESTLENS_TRY(auto file, read_pth(bytes));
      return weights_in(std::move(file));
    }
    case WeightsFormat::unknown:
      break;
  }
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return fail(ErrorCode::unsupported, "is neither .safetensors nor .pth: " + other_kind(text));
}

/// The tensors whose names begin with `key` and a dot, without these.
Weights below(const Weights& weights, const std::string& key) {
  Weights found;
  for (const auto& [name, tensor] : weights) {
    if (name.starts_with(key + ".")) found.emplace(name.substr(key.size() + 1), tensor);
  }
  return found;
}

/// "state_dict, ema".
std::string keys_in(const std::vector<KeyedWeights>& found) {
  std::vector<std::string> keys;
  for (const KeyedWeights& one : found) {
    if (!one.key.empty()) keys.push_back(one.key);
  }
  return keys.empty() ? "none, its tensors lie side by side" : joined(keys);
}

/// The one that `key` names, whole or by its last part, or that holds names that begin with it.
Result<KeyedWeights> chosen(std::vector<KeyedWeights> found, const std::string& key) {
  for (KeyedWeights& one : found) {
    if (one.key == key || one.key.ends_with("." + key)) return std::move(one);
  }
  for (const KeyedWeights& one : found) {
    if (Weights weights = below(one.weights, key); !weights.empty()) {
      return KeyedWeights{one.key.empty() ? key : one.key + "." + key, true, std::move(weights)};
    }
  }
  return fail(ErrorCode::not_found,
              "holds no tensors under the key " + key + "; keys: " + keys_in(found));
}

}  // namespace

WeightsFormat weights_format(std::span<const std::byte> bytes) {
  switch (pth_layout(bytes)) {
    case PthLayout::legacy:
      return WeightsFormat::legacy_pth;
    case PthLayout::zip:
      return WeightsFormat::zip_pth;
    case PthLayout::none:
      break;
  }
  // safetensors: the length of a JSON object, and the object.
  std::uint64_t header_bytes = 0;
  if (bytes.size() <= sizeof header_bytes) return WeightsFormat::unknown;
  std::memcpy(&header_bytes, bytes.data(), sizeof header_bytes);
  const bool is_object = bytes[sizeof header_bytes] == std::byte{'{'};
  return is_object && header_bytes <= bytes.size() ? WeightsFormat::safetensors
                                                   : WeightsFormat::unknown;
}

std::string_view to_string(WeightsFormat format) {
  switch (format) {
    case WeightsFormat::safetensors:
      return "safetensors";
    case WeightsFormat::legacy_pth:
      return "PyTorch, from before 1.6";
    case WeightsFormat::zip_pth:
      return "PyTorch, zip";
    case WeightsFormat::unknown:
      break;
  }
  return "unknown";
}

Result<std::vector<KeyedWeights>> parse_state_dicts(std::span<const std::byte> bytes,
                                                    const std::string& key) {
  return guarded(
      "",
      [&]() -> Result<std::vector<KeyedWeights>> {
        CHESTLENS_TRY(auto found, parse_known_weights(bytes));
        if (!key.empty()) {
          CHESTLENS_TRY(auto one, chosen(std::move(found), key));
          found.clear();
          found.push_back(std::move(one));
        }
        for (KeyedWeights& one : found) {
          one.weights = without_common_prefix(std::move(one.weights));
        }
        return found;
      },
      ErrorCode::corrupt);
}

Result<Weights> parse_weights(std::span<const std::byte> bytes) {
  CHESTLENS_TRY(auto found, parse_state_dicts(bytes));
  return std::move(found.front().weights);
}

Result<Weights> read_weights(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto bytes, read_file(path, max_weights_bytes));
  return with_context(parse_weights(bytes), path.string());
}

}  // namespace chestlens
