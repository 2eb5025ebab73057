#include "pth/pickle.hpp"

#include "pth/machine.hpp"

namespace chestlens {

Result<Pickle> read_pickle(std::span<const std::byte> bytes) {
  return PickleMachine(bytes).run();
}

const std::vector<PickleValue>* items_of(const Pickle& pickle, const PickleValue& value,
                                         ContainerKind kind) {
  const auto* container = std::get_if<ContainerReference>(&value);
  if (container == nullptr || container->kind != kind) return nullptr;
  return &pickle.containers[container->index];
}

const PickleValue* find_in_dict(const Pickle& pickle, const PickleValue& value,
                                std::string_view key) {
  const auto* items = items_of(pickle, value, ContainerKind::dict);
  if (items == nullptr) return nullptr;
  const PickleValue* found = nullptr;
  for (std::size_t i = 0; i + 1 < items->size(); i += 2) {
    const auto* name = std::get_if<std::string_view>(&(*items)[i]);
    if (name != nullptr && *name == key) found = &(*items)[i + 1];
  }
  return found;
}

}  // namespace chestlens
