#pragma once

#include "pth/stored_tensor.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

struct Storage {
  ElementType type = ElementType::float32;
  std::vector<std::byte> bytes;  // little-endian; empty where no tensor shows it
};

/// A state dict as torch.save() writes it.
struct PthFile {
  std::map<std::string, StoredTensor> tensors;
  std::vector<Storage> storages;
};

enum class PthLayout : std::uint8_t {
  none,
  legacy,  // torch.save() before PyTorch 1.6: pickles, then raw storages
  zip,
};

/// By the first bytes.
PthLayout pth_layout(std::span<const std::byte> bytes);

/// Reads the state dict of a `.pth`, or of a checkpoint that holds one under "state_dict" or
/// "model". Executes nothing, checks every bound, and takes no more memory than the file's size
/// and its pickle ask for. Errors: unsupported naming what is refused; truncated, corrupt,
/// too_large.
Result<PthFile> read_pth(std::span<const std::byte> bytes);

}  // namespace chestlens
