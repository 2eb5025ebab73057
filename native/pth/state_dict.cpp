#include "pth/state_dict.hpp"

#include "pth/build.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t max_depth = 5;
constexpr std::size_t max_dicts = 64;
constexpr std::size_t max_name_bytes = 256;
constexpr std::string_view usual_keys[] = {"state_dict", "model_state_dict", "model", "net",
                                           "state_dict_ema"};

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

/// A container that may hold state dicts, and the keys that lead to it.
struct Place {
  ContainerReference container;
  std::string key;
  std::size_t depth = 0;
};

std::size_t rank_of(const std::string& key) {
  const std::string last = key.substr(key.rfind('.') + 1);
  return static_cast<std::size_t>(std::ranges::find(usual_keys, last) - std::begin(usual_keys));
}

/// Walks through containers; one may hold itself, so each is looked into once.
struct Search {
  const Pickle& pickle;
  std::vector<Place> places = {};
  std::set<std::size_t> seen = {};
  std::vector<StateDict> found = {};
  std::optional<Error> bad_name = {};

  void add(const PickleValue& value, std::string key, std::size_t depth);
  void add_children(const Place& place);
  void take_tensors(const Place& place);
};

void Search::add(const PickleValue& value, std::string key, std::size_t depth) {
  const auto* container = std::get_if<ContainerReference>(&value);
  if (container == nullptr || depth > max_depth || !seen.insert(container->index).second) return;
  places.push_back({*container, std::move(key), depth});
}

void Search::add_children(const Place& place) {
  const auto& items = pickle.containers[place.container.index];
  const std::string before = place.key.empty() ? "" : place.key + ".";
  const bool is_dict = place.container.kind == ContainerKind::dict;
  for (std::size_t i = 0; i + (is_dict ? 1 : 0) < items.size(); i += is_dict ? 2 : 1) {
    if (!is_dict) {
      add(items[i], before + std::to_string(i), place.depth + 1);
    } else if (const auto* key = std::get_if<std::string_view>(&items[i])) {
      add(items[i + 1], before + ascii_text(*key), place.depth + 1);
    }
  }
}

void Search::take_tensors(const Place& place) {
  if (place.container.kind != ContainerKind::dict) return;
  const auto& dict = pickle.containers[place.container.index];
  StateDict state{place.key, rank_of(place.key) < std::size(usual_keys), {}};
  for (std::size_t i = 0; i + 1 < dict.size(); i += 2) {
    const auto* tensor = std::get_if<TensorReference>(&dict[i + 1]);
    if (tensor == nullptr) continue;
    const auto* name = std::get_if<std::string_view>(&dict[i]);
    if (name == nullptr || !is_name(*name)) {
      bad_name =
          Error{ErrorCode::corrupt, "a tensor's name is " + (name ? ascii_text(*name) : "no text")};
      return;
    }
    state.tensors.insert_or_assign(std::string(*name), pickle.tensors[tensor->index]);
  }
  if (!state.tensors.empty()) found.push_back(std::move(state));
}

/// Why a file holds no state dict.
Error none_found(const Pickle& pickle) {
  if (const auto* foreign = std::get_if<ForeignObject>(&pickle.root)) return refused(*foreign);
  const auto* dict = items_of(pickle, pickle.root, ContainerKind::dict);
  if (dict == nullptr) return {ErrorCode::corrupt, "holds no state dict"};
  for (const PickleValue& entry : *dict) {
    if (const auto* foreign = std::get_if<ForeignObject>(&entry)) return refused(*foreign);
  }
  return {ErrorCode::corrupt, "holds no state dict, but " + keys_of(*dict)};
}

}  // namespace

Result<std::vector<StateDict>> find_state_dicts(const Pickle& pickle) {
  Search search{pickle};
  search.add(pickle.root, "", 0);
  for (std::size_t i = 0; i < search.places.size() && search.found.size() < max_dicts; ++i) {
    const Place place = search.places[i];
    search.take_tensors(place);
    search.add_children(place);
  }
  if (search.found.empty()) {
    return tl::unexpected(search.bad_name ? *search.bad_name : none_found(pickle));
  }
  std::ranges::stable_sort(search.found, {}, [](const StateDict& state) {
    return std::pair(rank_of(state.key), -std::ssize(state.tensors));
  });
  return std::move(search.found);
}

}  // namespace chestlens
