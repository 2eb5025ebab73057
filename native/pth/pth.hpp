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

/// Tensors by name, and the key under which the file has them: "" for the file itself, else as
/// "model.ema".
struct StateDict {
  std::string key;
  bool is_usual = false;  // the key is one that training scripts use for what they trained
  std::map<std::string, StoredTensor> tensors;
};

/// What torch.save() wrote.
struct PthFile {
  std::vector<StateDict> dicts;  // at least one; what is likeliest meant first
  std::vector<Storage> storages;
};

enum class PthLayout : std::uint8_t {
  none,
  legacy,  // torch.save() before PyTorch 1.6: pickles, then raw storages
  zip,
};

/// By the first bytes.
PthLayout pth_layout(std::span<const std::byte> bytes);

/// Reads the state dict of a `.pth`, or those of a checkpoint under any keys. Executes nothing,
/// checks every bound, and takes no more memory than a multiple of the file's size. Errors:
/// unsupported naming what is refused; truncated, corrupt, too_large.
Result<PthFile> read_pth(std::span<const std::byte> bytes);

}  // namespace chestlens
