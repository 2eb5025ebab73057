#include "pth/build.hpp"
#include "pth/layouts.hpp"
#include "pth/pickle.hpp"
#include "pth/state_dict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace chestlens {
namespace {

static_assert(std::endian::native == std::endian::little, "storages are little-endian");

constexpr std::int64_t protocol_version = 1001;

/// What is left of the file, taken from the front.
struct Rest {
  std::span<const std::byte> bytes;

  std::span<const std::byte> take(std::size_t count) {
    const auto taken = bytes.first(count);
    bytes = bytes.subspan(count);
    return taken;
  }
};

Result<Pickle> take_pickle(Rest& rest, const char* what) {
  CHESTLENS_TRY(auto pickle, with_context(read_pickle(rest.bytes), what));
  rest.take(pickle.bytes);
  return pickle;
}

/// The protocol's version and the system's description, which precede the state dict.
Status check_preamble(Rest& rest) {
  CHESTLENS_TRY(const auto version, take_pickle(rest, "version"));
  const auto* number = std::get_if<std::int64_t>(&version.root);
  if (number == nullptr || *number != protocol_version) {
    return fail(ErrorCode::unsupported, "is not of protocol 1001");
  }
  CHESTLENS_TRY(const auto system, take_pickle(rest, "system"));
  const PickleValue* order = find_in_dict(system, system.root, "little_endian");
  const auto* is_little = order == nullptr ? nullptr : std::get_if<bool>(order);
  if (is_little == nullptr || !*is_little) {
    return fail(ErrorCode::unsupported, "its numbers are not little-endian");
  }
  return {};
}

/// A storage's data: how many elements, then the elements.
Result<Storage> take_storage(Rest& rest, const StorageReference& reference) {
  std::int64_t elements = 0;
  if (rest.bytes.size() < sizeof elements) {
    return fail(ErrorCode::truncated, "ends before storage " + ascii_text(reference.key));
  }
  std::memcpy(&elements, rest.take(sizeof elements).data(), sizeof elements);
  if (elements != reference.elements) {
    return fail(ErrorCode::corrupt,
                fmt::format("storage {} has {} elements, not {}", ascii_text(reference.key),
                            elements, reference.elements));
  }
  const std::size_t bytes = static_cast<std::size_t>(elements) * element_bytes(reference.type);
  if (rest.bytes.size() < bytes) {
    return fail(ErrorCode::truncated, "ends within storage " + ascii_text(reference.key));
  }
  const auto data = rest.take(bytes);
  return Storage{reference.type, {data.begin(), data.end()}};
}

/// All storages, in the order that the last pickle gives.
Result<std::vector<Storage>> take_storages(Rest& rest, const Pickle& state) {
  CHESTLENS_TRY(const auto order, take_pickle(rest, "list of storages"));
  const auto* keys = items_of(order, order.root, ContainerKind::list);
  if (keys == nullptr) return fail(ErrorCode::corrupt, "lists no storages");
  std::vector<Storage> storages(state.storages.size());
  std::vector<bool> filled(state.storages.size());
  for (const PickleValue& value : *keys) {
    const auto* key = std::get_if<std::string_view>(&value);
    if (key == nullptr) return fail(ErrorCode::corrupt, "a storage's key is no text");
    const auto found = std::ranges::find(state.storages, *key, &StorageReference::key);
    const auto index = static_cast<std::size_t>(found - state.storages.begin());
    if (found == state.storages.end()) {
      return fail(ErrorCode::unsupported,
                  "has storage " + ascii_text(*key) + " of a type that is not read");
    }
    if (filled[index]) {
      return fail(ErrorCode::corrupt, "lists storage " + ascii_text(*key) + " wrongly");
    }
    CHESTLENS_TRY(auto storage, take_storage(rest, *found));
    storages[index] = std::move(storage);
    filled[index] = true;
  }
  if (std::ranges::find(filled, false) != filled.end()) {
    return fail(ErrorCode::corrupt, "lacks the data of a storage");
  }
  return storages;
}

}  // namespace

Result<PthFile> read_legacy_pth(std::span<const std::byte> bytes) {
  Rest rest{bytes};
  rest.take(legacy_magic.size());
  CHESTLENS_CHECK(check_preamble(rest));
  CHESTLENS_TRY(const auto state, take_pickle(rest, "state dict"));
  CHESTLENS_TRY(auto dicts, find_state_dicts(state));
  CHESTLENS_TRY(auto storages, take_storages(rest, state));
  return PthFile{std::move(dicts), std::move(storages)};
}

}  // namespace chestlens
