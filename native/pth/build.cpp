#include "pth/build.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t max_dimensions = 8;
constexpr std::int64_t max_elements = std::int64_t{1} << 40;
constexpr std::size_t max_storages = 1 << 14;

using Kind = PickleGlobal::Kind;

constexpr std::pair<std::string_view, PickleGlobal> globals[] = {
    {"collections.OrderedDict", {Kind::ordered_dict}},
    {"torch._tensor._rebuild_from_type_v2", {Kind::rebuild_from_type}},
    {"torch._utils._rebuild_parameter", {Kind::rebuild_parameter}},
    {"torch._utils._rebuild_parameter_with_state", {Kind::rebuild_parameter}},
    {"torch._utils._rebuild_tensor", {Kind::rebuild_tensor}},
    {"torch._utils._rebuild_tensor_v2", {Kind::rebuild_tensor_v2}}};

constexpr std::pair<std::string_view, ElementType> storage_types[] = {
    {"HalfStorage", ElementType::float16},  {"BFloat16Storage", ElementType::bfloat16},
    {"FloatStorage", ElementType::float32}, {"DoubleStorage", ElementType::float64},
    {"CharStorage", ElementType::int8},     {"ByteStorage", ElementType::uint8},
    {"ShortStorage", ElementType::int16},   {"IntStorage", ElementType::int32},
    {"LongStorage", ElementType::int64},    {"BoolStorage", ElementType::boolean}};

tl::unexpected<Error> corrupt(std::string message) {
  return fail(ErrorCode::corrupt, std::move(message));
}

std::optional<std::vector<std::int64_t>> whole_numbers(const Pickle& pickle,
                                                       const PickleValue& value) {
  const auto* items = items_of(pickle, value, ContainerKind::tuple);
  if (items == nullptr) items = items_of(pickle, value, ContainerKind::list);
  if (items == nullptr || items->size() > max_dimensions) return std::nullopt;
  std::vector<std::int64_t> numbers;
  for (const PickleValue& item : *items) {
    const auto* number = std::get_if<std::int64_t>(&item);
    if (number == nullptr || *number < 0) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

/// Whether every element of the tensor lies in [0, elements), and there are no more than that: a
/// few bytes must not pass for a huge tensor.
bool fits(const StoredTensor& tensor, std::int64_t elements) {
  if (tensor.offset > elements) return false;
  if (std::ranges::find(tensor.shape, 0) != tensor.shape.end()) return true;
  std::int64_t count = 1;
  std::int64_t last = tensor.offset;
  for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
    std::int64_t reach = 0;
    if (__builtin_mul_overflow(count, tensor.shape[i], &count) ||
        __builtin_mul_overflow(tensor.shape[i] - 1, tensor.strides[i], &reach) ||
        __builtin_add_overflow(last, reach, &last)) {
      return false;
    }
  }
  return last < elements && count <= elements;
}

Result<PickleValue> build_tensor(Pickle& pickle, const std::vector<PickleValue>& arguments,
                                 std::size_t least_arguments) {
  if (arguments.size() < least_arguments) return corrupt("a tensor is described incompletely");
  if (std::holds_alternative<ForeignObject>(arguments[0])) return arguments[0];
  const auto* view = std::get_if<StorageView>(&arguments[0]);
  const auto* offset = std::get_if<std::int64_t>(&arguments[1]);
  auto shape = whole_numbers(pickle, arguments[2]);
  auto strides = whole_numbers(pickle, arguments[3]);
  if (view == nullptr || offset == nullptr || *offset < 0 || !shape || !strides ||
      shape->size() != strides->size()) {
    return corrupt("a tensor's storage, offset, shape or strides are not what they must be");
  }
  StoredTensor tensor{view->storage, *offset, std::move(*shape), std::move(*strides)};
  if (!fits(tensor, view->elements)) return corrupt("a tensor reaches beyond its storage");
  tensor.offset += view->first;
  pickle.tensors.push_back(std::move(tensor));
  return TensorReference{pickle.tensors.size() - 1};
}

/// OrderedDict() or, as Python 2 wrote it, OrderedDict([[key, value], ...]).
Result<PickleValue> build_dict(Pickle& pickle, const std::vector<PickleValue>& arguments) {
  std::vector<PickleValue> dict;
  if (!arguments.empty()) {
    const auto* pairs = items_of(pickle, arguments[0], ContainerKind::list);
    if (pairs == nullptr) return corrupt("an OrderedDict is not made of a list");
    for (const PickleValue& entry : *pairs) {
      const auto* pair = items_of(pickle, entry, ContainerKind::list);
      if (pair == nullptr) pair = items_of(pickle, entry, ContainerKind::tuple);
      if (pair == nullptr || pair->size() != 2) return corrupt("an OrderedDict has no pairs");
      dict.insert(dict.end(), pair->begin(), pair->end());
    }
  }
  pickle.containers.push_back(std::move(dict));
  return ContainerReference{ContainerKind::dict, pickle.containers.size() - 1};
}

/// The index of the storage of that key, added where it is new.
Result<std::size_t> storage_index(Pickle& pickle, StorageReference reference) {
  const auto found = std::ranges::find(pickle.storages, reference.key, &StorageReference::key);
  if (found != pickle.storages.end()) {
    if (found->type != reference.type || found->elements != reference.elements) {
      return corrupt("storage " + ascii_text(reference.key) + " is described in two ways");
    }
    return static_cast<std::size_t>(found - pickle.storages.begin());
  }
  if (pickle.storages.size() == max_storages) {
    return fail(ErrorCode::too_large,
                "has more than " + std::to_string(max_storages) + " storages");
  }
  pickle.storages.push_back(std::move(reference));
  return pickle.storages.size() - 1;
}

/// A view is (key, first element, elements); absent or None is the whole storage.
std::optional<StorageView> view_of(const Pickle& pickle, std::size_t storage,
                                   const PickleValue& view) {
  const std::int64_t all = pickle.storages[storage].elements;
  if (std::holds_alternative<std::monostate>(view)) return StorageView{storage, 0, all};
  const auto* parts = items_of(pickle, view, ContainerKind::tuple);
  if (parts == nullptr || parts->size() != 3) return std::nullopt;
  const auto* first = std::get_if<std::int64_t>(&(*parts)[1]);
  const auto* elements = std::get_if<std::int64_t>(&(*parts)[2]);
  if (first == nullptr || elements == nullptr || *first < 0 || *first > all || *elements < 0 ||
      *elements > all - *first) {
    return std::nullopt;
  }
  return StorageView{storage, *first, *elements};
}

}  // namespace

std::size_t element_bytes(ElementType type) {
  switch (type) {
    case ElementType::int8:
    case ElementType::uint8:
    case ElementType::boolean:
      return 1;
    case ElementType::float16:
    case ElementType::bfloat16:
    case ElementType::int16:
      return 2;
    case ElementType::float32:
    case ElementType::int32:
      return 4;
    case ElementType::float64:
    case ElementType::int64:
      break;
  }
  return 8;
}

std::string ascii_text(std::string_view text) {
  constexpr std::size_t most_characters = 100;
  std::string result(text.substr(0, most_characters));
  std::ranges::replace_if(result, [](char c) { return c < ' ' || c > '~'; }, '?');
  return result + (text.size() > most_characters ? "..." : "");
}

PickleValue find_global(std::string_view module, std::string_view name) {
  const std::string full = std::string(module).append(".").append(name);
  for (const auto& [known, global] : globals) {
    if (full == known) return global;
  }
  for (const auto& [known, type] : storage_types) {
    if (name == known && (module == "torch" || module == "torch.cuda")) {
      return PickleGlobal{Kind::storage_type, type};
    }
  }
  return ForeignObject{module, name};
}

Error refused(const ForeignObject& foreign) {
  const std::string name = std::string(foreign.module).append(".").append(foreign.name);
  return {ErrorCode::unsupported,
          "refused: it asks for " + ascii_text(name) +
              ", and only tensors and plain containers are read; nothing was executed. Of a "
              "whole module torch.save(module.state_dict(), FILE) saves the weights"};
}

Result<PickleValue> build_object(Pickle& pickle, const PickleValue& callee,
                                 const PickleValue& arguments) {
  if (std::holds_alternative<ForeignObject>(callee)) return callee;
  const auto* global = std::get_if<PickleGlobal>(&callee);
  const auto* items = items_of(pickle, arguments, ContainerKind::tuple);
  if (global == nullptr || items == nullptr) return corrupt("a value is called that has no name");
  switch (global->kind) {
    case Kind::ordered_dict:
      return build_dict(pickle, *items);
    case Kind::rebuild_tensor:
      return build_tensor(pickle, *items, 4);
    case Kind::rebuild_tensor_v2:
      return build_tensor(pickle, *items, 6);
    case Kind::rebuild_from_type: {  // a tensor of a class of its own, and how it is made
      if (items->size() < 3) return corrupt("a tensor is described incompletely");
      const PickleValue made_by = (*items)[0];
      const auto* inner = std::get_if<PickleGlobal>(&made_by);
      if (inner != nullptr && inner->kind == Kind::rebuild_from_type) {
        return corrupt("a tensor is described in itself");
      }
      return build_object(pickle, made_by, (*items)[2]);
    }
    case Kind::rebuild_parameter:
      if (!items->empty() && std::holds_alternative<ForeignObject>(items->front())) {
        return items->front();
      }
      if (items->empty() || !std::holds_alternative<TensorReference>(items->front())) {
        return corrupt("a parameter is no tensor");
      }
      return items->front();
    case Kind::storage_type:
      break;
  }
  return corrupt("a storage is made within the pickle");
}

Result<PickleValue> build_storage(Pickle& pickle, const PickleValue& id) {
  const auto* parts = items_of(pickle, id, ContainerKind::tuple);
  if (parts == nullptr || parts->size() < 5 || parts->size() > 6) {
    return corrupt("a persistent id does not describe a storage");
  }
  const auto* word = std::get_if<std::string_view>(parts->data());
  if (std::holds_alternative<ForeignObject>((*parts)[1])) return (*parts)[1];  // of no type we know
  const auto* type = std::get_if<PickleGlobal>(&(*parts)[1]);
  const auto* key = std::get_if<std::string_view>(&(*parts)[2]);
  const auto* elements = std::get_if<std::int64_t>(&(*parts)[4]);
  if (word == nullptr || *word != "storage" || type == nullptr ||
      type->kind != Kind::storage_type || key == nullptr || elements == nullptr || *elements < 0 ||
      *elements > max_elements) {
    return corrupt("a persistent id does not describe a storage");
  }
  const PickleValue view = parts->size() > 5 ? (*parts)[5] : PickleValue();
  CHESTLENS_TRY(const auto storage,
                storage_index(pickle, {type->type, std::string(*key), *elements}));
  const auto result = view_of(pickle, storage, view);
  if (!result) return corrupt("a view reaches beyond storage " + ascii_text(*key));
  return *result;
}

}  // namespace chestlens
