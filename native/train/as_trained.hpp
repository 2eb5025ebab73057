#pragma once

#include "train/run_folder.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// What a run's weights were trained by, which is kept with them.
struct TrainedBy {
  std::string recipe;  // text
  std::vector<std::string> classes;
};

/// As last.safetensors says, or best.safetensors where it is alone; nothing where neither does (a
/// run of an earlier version).
std::optional<TrainedBy> trained_by(const std::filesystem::path& run_folder);

/// Errors: mismatch, key by key, where recipe.toml or run.json are no longer what the weights were
/// trained by. Comments, order, name and title may differ.
Status check_as_trained(const Run& run);

/// Puts recipe.toml and the classes in run.json back as the weights say. Errors: not_found where
/// they do not say it; io.
Status restore_as_trained(const std::filesystem::path& run_folder);

}  // namespace chestlens
