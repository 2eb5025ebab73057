#include "pth/state_dict.hpp"

#include "pth/build.hpp"

#include <algorithm>

namespace chestlens {
namespace {

constexpr int max_wrappings = 4;
constexpr std::size_t max_name_bytes = 256;
constexpr std::string_view wrappers[] = {"state_dict", "model_state_dict", "model", "net"};

/// The dict within; a dict may hold itself, so wrappings are counted.
PickleValue unwrapped(const Pickle& pickle) {
  PickleValue value = pickle.root;
  for (int i = 0; i < max_wrappings; ++i) {
    const auto inner = std::ranges::find_if(wrappers, [&](std::string_view key) {
      const PickleValue* found = find_in_dict(pickle, value, key);
      return found != nullptr && items_of(pickle, *found, ContainerKind::dict) != nullptr;
    });
    if (inner == std::end(wrappers)) break;
    value = *find_in_dict(pickle, value, *inner);
  }
  return value;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= max_name_bytes &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::string keys_of(const std::vector<PickleValue>& dict) {
  constexpr std::size_t most_values = 20;
  std::string keys;
  for (std::size_t i = 0; i < std::min(dict.size(), most_values); i += 2) {
    const auto* key = std::get_if<std::string_view>(&dict[i]);
    if (key != nullptr) keys.append(keys.empty() ? "" : ", ").append(printable(*key));
  }
  return keys.empty() ? "nothing" : keys;
}

}  // namespace

Result<std::map<std::string, StoredTensor>> find_state_dict(const Pickle& pickle) {
  const PickleValue value = unwrapped(pickle);
  const auto* dict = items_of(pickle, value, ContainerKind::dict);
  if (dict == nullptr) return fail(ErrorCode::corrupt, "holds no state dict");
  std::map<std::string, StoredTensor> tensors;
  for (std::size_t i = 0; i + 1 < dict->size(); i += 2) {
    const auto* tensor = std::get_if<TensorReference>(&(*dict)[i + 1]);
    if (tensor == nullptr) continue;
    const auto* name = std::get_if<std::string_view>(&(*dict)[i]);
    if (name == nullptr || !is_name(*name)) {
      return fail(ErrorCode::corrupt,
                  "a tensor's name is " + (name ? printable(*name) : "no text"));
    }
    tensors.insert_or_assign(std::string(*name), pickle.tensors[tensor->index]);
  }
  if (tensors.empty()) {
    return fail(ErrorCode::corrupt, "holds no state dict, but " + keys_of(*dict));
  }
  return tensors;
}

}  // namespace chestlens
