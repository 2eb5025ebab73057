#include "pth/state_dict.hpp"

#include "pth/build.hpp"

#include <algorithm>

namespace chestlens {
namespace {

constexpr int max_wrappings = 4;
constexpr std::size_t max_name_bytes = 256;
constexpr std::string_view wrappers[] = {"state_dict", "model_state_dict", "model", "net",
                                         "state_dict_ema"};

const std::vector<PickleValue>* dict_of(const Pickle& pickle, const PickleValue& value) {
  return items_of(pickle, value, ContainerKind::dict);
}

bool holds_tensors(const std::vector<PickleValue>& dict) {
  for (std::size_t i = 1; i < dict.size(); i += 2) {
    if (std::holds_alternative<TensorReference>(dict[i])) return true;
  }
  return false;
}

/// The dict under a usual key, or else the only one that holds tensors; nothing where there are
/// none, or several to choose between.
const PickleValue* inner_dict(const Pickle& pickle, const PickleValue& value) {
  for (const std::string_view key : wrappers) {
    const PickleValue* found = find_in_dict(pickle, value, key);
    if (found != nullptr && dict_of(pickle, *found) != nullptr) return found;
  }
  const auto* dict = dict_of(pickle, value);
  if (dict == nullptr || holds_tensors(*dict)) return nullptr;
  const PickleValue* only = nullptr;
  for (std::size_t i = 1; i < dict->size(); i += 2) {
    const auto* inner = dict_of(pickle, (*dict)[i]);
    if (inner == nullptr || !holds_tensors(*inner)) continue;
    if (only != nullptr) return nullptr;
    only = &(*dict)[i];
  }
  return only;
}

/// The dict within; a dict may hold itself, so wrappings are counted.
PickleValue unwrapped(const Pickle& pickle) {
  PickleValue value = pickle.root;
  for (int i = 0; i < max_wrappings; ++i) {
    const PickleValue* inner = inner_dict(pickle, value);
    if (inner == nullptr) break;
    value = *inner;
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
    if (key != nullptr) keys.append(keys.empty() ? "" : ", ").append(ascii_text(*key));
  }
  return keys.empty() ? "nothing" : keys;
}

}  // namespace

Result<std::map<std::string, StoredTensor>> find_state_dict(const Pickle& pickle) {
  const PickleValue value = unwrapped(pickle);
  const auto* dict = items_of(pickle, value, ContainerKind::dict);
  if (const auto* foreign = std::get_if<ForeignObject>(&value)) {
    return tl::unexpected(refused(*foreign));
  }
  if (dict == nullptr) return fail(ErrorCode::corrupt, "holds no state dict");
  std::map<std::string, StoredTensor> tensors;
  for (std::size_t i = 0; i + 1 < dict->size(); i += 2) {
    const auto* tensor = std::get_if<TensorReference>(&(*dict)[i + 1]);
    if (tensor == nullptr) continue;
    const auto* name = std::get_if<std::string_view>(&(*dict)[i]);
    if (name == nullptr || !is_name(*name)) {
      return fail(ErrorCode::corrupt,
                  "a tensor's name is " + (name ? ascii_text(*name) : "no text"));
    }
    tensors.insert_or_assign(std::string(*name), pickle.tensors[tensor->index]);
  }
  if (tensors.empty()) {
    for (const PickleValue& entry : *dict) {
      if (const auto* foreign = std::get_if<ForeignObject>(&entry)) {
        return tl::unexpected(refused(*foreign));
      }
    }
    return fail(ErrorCode::corrupt, "holds no state dict, but " + keys_of(*dict));
  }
  return tensors;
}

}  // namespace chestlens
