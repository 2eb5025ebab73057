#include "train/as_trained.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "io/text.hpp"
#include "recipe/recipe_values.hpp"
#include "weights/tensor_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Of a checkpoint's texts, whose identity has both, or of those of best.safetensors.
std::optional<TrainedBy> said_by(const fs::path& weights) {
  const auto texts = read_tensor_file_texts(weights);
  if (!texts) return std::nullopt;
  try {
    if (const auto identity = texts->find("identity"); identity != texts->end()) {
      const Json json = Json::parse(identity->second);
      return TrainedBy{json.at("recipe"), json.at("classes").get<std::vector<std::string>>()};
    }
    if (!texts->contains("recipe")) return std::nullopt;
    return TrainedBy{texts->at("recipe"),
                     Json::parse(texts->at("classes")).get<std::vector<std::string>>()};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::string shown(const std::string& value) {
  return value.empty() ? "not given" : value;
}

}  // namespace

std::optional<TrainedBy> trained_by(const fs::path& run_folder) {
  const RunFiles files(run_folder);
  auto last = said_by(files.checkpoint);
  return last ? std::move(last) : said_by(files.best);
}

Status check_as_trained(const Run& run) {
  const auto truth = trained_by(run.folder);
  if (!truth) return {};
  const std::string way_out =
      fmt::format("; chestlens train --run {} --restore-recipe puts back what they were trained by",
                  run.folder.string());
  if (truth->classes != run.classes) {
    return fail(ErrorCode::mismatch,
                "was changed: its classes are " + joined(run.classes) +
                    ", those of the weights are " + joined(truth->classes) + way_out,
                RunFiles(run.folder).description.string());
  }
  CHESTLENS_TRY(const auto trained, recipe_values(truth->recipe));
  CHESTLENS_TRY(const auto written, recipe_values(run.recipe.text));
  std::string differences;
  for (const KeyChange& change : changed_keys(trained, written)) {
    if (change.key == "name" || change.key == "title") continue;
    differences +=
        fmt::format("{}{}: {} in the weights, {} in recipe.toml", differences.empty() ? "" : "; ",
                    change.key, shown(change.before), shown(change.after));
  }
  if (differences.empty()) return {};
  return fail(ErrorCode::mismatch,
              "is not what the weights were trained by: " + differences + way_out,
              RunFiles(run.folder).recipe.string());
}

Status restore_as_trained(const fs::path& run_folder) {
  const RunFiles files(run_folder);
  const auto truth = trained_by(run_folder);
  if (!truth) {
    return fail(ErrorCode::not_found,
                "has no weights that say what they were trained by; nothing is changed",
                run_folder.string());
  }
  CHESTLENS_TRY(auto record, load_record(files.description));
  CHESTLENS_TRY(record.recipe_sha256, recipe_sha256(truth->recipe));
  record.recipe_file_sha256 = sha256_hex(truth->recipe);
  record.classes = truth->classes;
  CHESTLENS_CHECK(save_record(files.description, record));
  return write_file_atomic(files.recipe, truth->recipe);
}

}  // namespace chestlens
