// Any bytes must give tensors that lie within their storages, or an error with a message.
#include "pth/pth.hpp"

#include <cstdlib>

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const chestlens::PthFile& file, const chestlens::StoredTensor& tensor) {
  require(tensor.storage < file.storages.size());
  require(tensor.shape.size() == tensor.strides.size());
  const chestlens::Storage& storage = file.storages[tensor.storage];
  std::int64_t last = tensor.offset;
  for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
    if (tensor.shape[i] == 0) return;
    last += (tensor.shape[i] - 1) * tensor.strides[i];
  }
  const std::size_t bytes = chestlens::element_bytes(storage.type);
  require((static_cast<std::size_t>(last) + 1) * bytes <= storage.bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = chestlens::read_pth({reinterpret_cast<const std::byte*>(data), size});
  if (!file) {
    require(!file.error().message.empty());
    return 0;
  }
  for (const auto& state : file->dicts) {
    for (const auto& [name, tensor] : state.tensors) check(*file, tensor);
  }
  return 0;
}
