#include "train/run_folder.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "recipe/network_spec.hpp"
#include "recipe/pretraining.hpp"
#include "recipe/recipe_values.hpp"
#include "train/as_trained.hpp"
#include "weights/module_weights.hpp"
#include "weights/public_weights.hpp"
#include "weights/tensor_file.hpp"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <charconv>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

/// The folder or file as it is found from anywhere. Errors: io.
Result<std::string> absolute_text(const fs::path& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  if (error) return fail(ErrorCode::io, error.message(), path.string());
  return absolute.lexically_normal().string();
}

Result<RunRecord> described(const Run& run) {
  RunRecord record = run.record;
  const std::string& weights = run.recipe.network.weights;
  CHESTLENS_TRY(record.data, absolute_text(run.data_folder));
  if (!weights.empty() && find_public_weights(weights) == nullptr) {
    CHESTLENS_TRY(record.start_weights, absolute_text(weights));
  }
  CHESTLENS_TRY(record.recipe_sha256, recipe_sha256(run.recipe.text));
  record.recipe_file_sha256 = sha256_hex(run.recipe.text);
  record.classes = run.classes;
  record.seed = run.recipe.train.seed;
  record.pretraining = run.recipe.data.multi_label;
  return record;
}

}  // namespace

RunFiles::RunFiles(const fs::path& run_folder)
    : description(run_folder / "run.json"),
      recipe(run_folder / "recipe.toml"),
      split(run_folder / "split.csv"),
      checkpoint(run_folder / "last.safetensors"),
      best(run_folder / "best.safetensors"),
      log(run_folder / "log.jsonl"),
      events(run_folder / "events.out.tfevents.chestlens"),
      folder_(run_folder) {}

fs::path RunFiles::evaluation(const std::string& part) const {
  return folder_ / ("evaluation-" + part + ".json");
}

fs::path RunFiles::predictions(const std::string& part) const {
  return folder_ / ("predictions-" + part + ".csv");
}

fs::path pretraining_folder(const fs::path& run_folder) {
  std::error_code ignored;
  const fs::path old = run_folder / "bridge";
  return fs::is_directory(old, ignored) ? old : run_folder / "pretraining";
}

Status save_description(const Run& run) {
  CHESTLENS_TRY(const auto record, described(run));
  return save_record(RunFiles(run.folder).description, record);
}

// run.json first: what it describes is recognised by it (folder_rule.hpp), wherever a kill falls.
Status save_run(const Run& run) {
  CHESTLENS_CHECK(save_description(run));
  return write_file_atomic(RunFiles(run.folder).recipe, run.recipe.text);
}

Result<Run> load_run(const fs::path& folder) {
  const RunFiles files(folder);
  auto record = load_record(files.description);
  if (!record && record.error().code == ErrorCode::not_found) {
    return fail(ErrorCode::not_found, "holds no run; chestlens train --run makes one",
                folder.string());
  }
  CHESTLENS_CHECK(record);
  CHESTLENS_TRY(auto recipe, load_recipe(files.recipe));
  recipe.train.seed = record->seed.value_or(recipe.train.seed);
  if (!record->start_weights.empty()) recipe.network.weights = record->start_weights;
  if (record->pretraining) {
    if (!recipe.pretraining) {
      return fail(ErrorCode::corrupt, "has no table [pretraining], which the run trained by",
                  files.recipe.string());
    }
    recipe = pretraining_recipe(recipe);
  }
  if (record->format < RunRecord().format) {
    recipe.notices.push_back(files.description.string() +
                             ": is of an earlier version: it does not say by which program, when "
                             "and where the run was trained, nor what was in its films");
  }
  return Run{.folder = folder,
             .data_folder = record->data,
             .classes = record->classes,
             .recipe = std::move(recipe),
             .record = std::move(*record)};
}

Status save_best(const Run& run, const Classifier& classifier, int epoch, double value) {
  return write_tensor_file(RunFiles(run.folder).best,
                           {.tensors = weights_of(*classifier.module),
                            .texts = {{"epoch", std::to_string(epoch)},
                                      {"value", Json(value).dump()},
                                      {"network", run.recipe.network.name},
                                      {"recipe", run.recipe.text},
                                      {"classes", Json(run.classes).dump()}}});
}

int epoch_said_by(const std::map<std::string, std::string>& texts) {
  int epoch = 0;
  if (const auto found = texts.find("epoch"); found != texts.end()) {
    const std::string& text = found->second;
    std::from_chars(text.data(), text.data() + text.size(), epoch);
  }
  return epoch;
}

Result<BestWeights> load_best_weights(const Run& run, const NetworkFactory& make_network) {
  CHESTLENS_CHECK(check_as_trained(run));
  const fs::path path = RunFiles(run.folder).best;
  const auto bytes = read_file(path, max_tensor_file_bytes);
  if (!bytes && bytes.error().code == ErrorCode::not_found) {
    return fail(ErrorCode::not_found, "no epoch of this run has ended yet; train on with --resume",
                run.folder.string());
  }
  CHESTLENS_CHECK(bytes);
  CHESTLENS_TRY(const auto file, with_context(parse_tensor_file(*bytes), path.string()));
  CHESTLENS_TRY(auto classifier, make_network(network_spec(run.recipe.network, run.classes.size(),
                                                           run.recipe.input.size_pixels)));
  CHESTLENS_CHECK(with_context(set_weights(*classifier.module, file.tensors), path.string()));
  classifier.module->eval();
  return BestWeights{std::move(classifier), sha256_hex(*bytes), epoch_said_by(file.texts)};
}

Result<Classifier> load_best(const Run& run, const NetworkFactory& make_network) {
  CHESTLENS_TRY(auto best, load_best_weights(run, make_network));
  return std::move(best.classifier);
}

}  // namespace chestlens
