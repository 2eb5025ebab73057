#pragma once

#include "weights/module_weights.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

enum class WeightsFormat : std::uint8_t { unknown, safetensors, legacy_pth, zip_pth };

/// By the content; a file's name plays no part.
WeightsFormat weights_format(std::span<const std::byte> bytes);

/// E.g. "safetensors", for people.
std::string_view to_string(WeightsFormat format);

/// Weights of a file and the key under which it has them: "" for the file itself.
struct KeyedWeights {
  std::string key;
  bool is_usual = false;  // the key is one that training scripts use for what they trained
  Weights weights;
};

/// Reads the tensors of a `.safetensors` or of a `.pth` of any age, in the types they have there,
/// on the CPU, of each state dict that it holds, what is likeliest meant first. Executes nothing. A
/// `key` asks for one, or for the names that begin with it and a dot. A prefix that all names share
/// ("module.", "model.") is taken off. Errors: truncated, corrupt, too_large; not_found for a key;
/// unsupported naming what was refused.
Result<std::vector<KeyedWeights>> parse_state_dicts(std::span<const std::byte> bytes,
                                                    const std::string& key = {});

/// The first of them. Errors: as above; not_found, io.
Result<Weights> read_weights(const std::filesystem::path& path);
Result<Weights> parse_weights(std::span<const std::byte> bytes);

}  // namespace chestlens
