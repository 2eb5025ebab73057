#include "train/run_folder.hpp"

#include "io/atomic_file.hpp"
#include "io/json.hpp"
#include "recipe/network_spec.hpp"
#include "recipe/pretraining.hpp"
#include "weights/module_weights.hpp"
#include "weights/tensor_file.hpp"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <system_error>

namespace chestlens {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

/// Earlier versions wrote the key `bridge`.
bool is_pretraining(const Json& run) {
  return run.value("pretraining", run.value("bridge", false));
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

Status save_run(const Run& run) {
  const RunFiles files(run.folder);
  std::error_code error;
  const fs::path data_folder = fs::absolute(run.data_folder, error);
  if (error) return fail(ErrorCode::io, error.message(), run.data_folder.string());
  const Json json = {{"format", 1},
                     {"data", data_folder.lexically_normal().string()},
                     {"classes", run.classes},
                     {"seed", run.recipe.train.seed},
                     {"pretraining", run.recipe.data.multi_label}};
  CHESTLENS_CHECK(write_file_atomic(files.recipe, run.recipe.text));
  return write_file_atomic(files.description, json.dump(2) + "\n");
}

Result<Run> load_run(const fs::path& folder) {
  const RunFiles files(folder);
  const auto text = read_text(files.description);
  if (!text && text.error().code == ErrorCode::not_found) {
    return fail(ErrorCode::not_found, "holds no run; chestlens train --run makes one",
                folder.string());
  }
  CHESTLENS_CHECK(text);
  CHESTLENS_TRY(auto recipe, load_recipe(files.recipe));
  try {
    CHESTLENS_TRY(const Json json, with_context(parse_json(*text), files.description.string()));
    recipe.train.seed = json.value("seed", recipe.train.seed);
    if (is_pretraining(json)) {
      if (!recipe.pretraining) {
        return fail(ErrorCode::corrupt, "has no table [pretraining], which the run trained by",
                    files.recipe.string());
      }
      recipe = pretraining_recipe(recipe);
    }
    return Run{.folder = folder,
               .data_folder = json.at("data").get<std::string>(),
               .classes = json.at("classes").get<std::vector<std::string>>(),
               .recipe = std::move(recipe)};
  } catch (const Json::exception& error) {
    return fail(ErrorCode::corrupt, std::string("is damaged: ") + error.what(),
                files.description.string());
  }
}

Status save_best(const Run& run, const Classifier& classifier, int epoch, double value) {
  return write_tensor_file(RunFiles(run.folder).best,
                           {.tensors = weights_of(*classifier.module),
                            .texts = {{"epoch", std::to_string(epoch)},
                                      {"value", Json(value).dump()},
                                      {"network", run.recipe.network.name}}});
}

Result<Classifier> load_best(const Run& run, const NetworkFactory& make_network) {
  const fs::path path = RunFiles(run.folder).best;
  const auto file = read_tensor_file(path);
  if (!file && file.error().code == ErrorCode::not_found) {
    return fail(ErrorCode::not_found, "no epoch of this run has ended yet; train on with --resume",
                run.folder.string());
  }
  CHESTLENS_CHECK(file);
  CHESTLENS_TRY(auto classifier, make_network(network_spec(run.recipe.network, run.classes.size(),
                                                           run.recipe.input.size_pixels)));
  CHESTLENS_CHECK(with_context(set_weights(*classifier.module, file->tensors), path.string()));
  classifier.module->eval();
  return classifier;
}

}  // namespace chestlens
