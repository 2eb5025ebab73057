#include "train/same_start.hpp"

#include "distributed/compare.hpp"
#include "io/atomic_file.hpp"

#include <fmt/format.h>
#include <torch/version.h>

#include <string>

namespace chestlens {
namespace {

/// A manifest that cannot be read is named later, by its own error.
std::string text_of_manifest(const std::filesystem::path& folder) {
  if (folder.empty()) return "none";
  return read_text(folder / "manifest.csv").value_or("unreadable");
}

}  // namespace

Status check_same_start(const Recipe& recipe, const TrainOptions& options) {
  return compare_on_ranks(
      *options.group,
      {{"the program's version", CHESTLENS_VERSION},
       {"LibTorch's version", TORCH_VERSION},
       {"the recipe", recipe.text},
       {"--seed", std::to_string(recipe.train.seed)},
       {"--epochs-scale", fmt::format("{}", options.epochs_scale)},
       {"--resume", options.resume ? "yes" : "no"},
       {"--device", options.device.is_cuda() ? "cuda" : "cpu"},
       {"manifest.csv of --data", text_of_manifest(options.data_folder)},
       {"manifest.csv of --pretraining-data", text_of_manifest(options.pretraining_data)}});
}

}  // namespace chestlens
