#pragma once

#include "weights/module_weights.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace chestlens {

enum class WeightsFormat : std::uint8_t { unknown, safetensors, legacy_pth, zip_pth };

/// By the content; a file's name plays no part.
WeightsFormat weights_format(std::span<const std::byte> bytes);

/// E.g. "safetensors", for people.
std::string_view to_string(WeightsFormat format);

/// Reads the tensors of a `.safetensors` or of a `.pth` of any age, in the types they have there,
/// on the CPU. Executes nothing. A checkpoint's state dict is unwrapped, and a prefix that all
/// names share ("module.", "model.") is taken off.
/// Errors: not_found, io, truncated, corrupt, too_large; unsupported naming what was refused.
Result<Weights> read_weights(const std::filesystem::path& path);
Result<Weights> parse_weights(std::span<const std::byte> bytes);

}  // namespace chestlens
