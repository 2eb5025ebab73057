#include "recipe/recipe.hpp"

#include "io/atomic_file.hpp"
#include "io/nearest.hpp"
#include "io/text.hpp"
#include "networks/network_table.hpp"
#include "recipe/augmentation_keys.hpp"
#include "recipe/stages.hpp"
#include "recipe/toml_table.hpp"
#include "weights/public_weights.hpp"

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

constexpr int max_folds = 20;

/// What a recipe, or --set, writes where a network is to begin without weights.
constexpr std::string_view random_weights = "random";

bool is_folder_name(const std::string& name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

/// A hint where a word without folder and ending is nearly a name of public weights.
std::string misspelt_weights(const std::string& word) {
  if (find_public_weights(word) != nullptr) return {};
  if (word.find_first_of("./") != std::string::npos) return {};
  std::vector<std::string> names;
  for (const PublicWeights& weights : public_weights()) names.emplace_back(weights.name);
  return did_you_mean(word, names);
}

Status read_network(TomlTable table, NetworkRecipe& network) {
  table.text("name", network.name);
  const auto names = network_names();
  if (std::ranges::find(names, network.name) == names.end()) {
    table.reject("name", "one of " + joined(names) + did_you_mean(network.name, names));
  }
  table.number("dropout", network.dropout, 0.0, 0.9);
  table.text("weights", network.weights);
  if (network.weights == random_weights) network.weights.clear();
  if (const std::string hint = misspelt_weights(network.weights); !hint.empty()) {
    table.reject("weights", "a name that chestlens weights list shows, or a file" + hint);
  }
  if (const PublicWeights* known = find_public_weights(network.weights)) {
    network.mean = known->mean;
    network.standard_deviation = known->standard_deviation;
    if (known->network != network.name) {
      table.reject("weights",
                   "weights of " + network.name + "; these are of " + std::string(known->network));
    }
  }
  table.choice<WeightsUse>(
      "weights_use", network.weights_use,
      {{"values", WeightsUse::values}, {"mean_variance", WeightsUse::mean_variance}});
  table.words("allow_missing", network.allow_missing);
  if (network.weights.empty()) {
    if (network.weights_use != WeightsUse::values) {
      table.reject("weights_use", "left out where there are no weights to begin with");
    }
    if (!network.allow_missing.empty()) {
      table.reject("allow_missing", "left out where there are no weights to begin with");
    }
  }
  table.boolean("restore_norms", network.restore_norms);
  if (network.restore_norms && network.weights.empty()) {
    table.reject("restore_norms", "false where there are no weights to begin with");
  }
  table.choice<GreyInput>("grey", network.grey,
                          {{"repeat", GreyInput::repeat}, {"sum", GreyInput::sum}});
  table.choice<Padding>("padding", network.padding,
                        {{"symmetric", Padding::symmetric}, {"tensorflow", Padding::tensorflow}});
  const Network* found = find_network(network.name);
  if (network.padding == Padding::tensorflow && found != nullptr &&
      !found->has_tensorflow_padding) {
    table.reject("padding", "\"symmetric\" for any network but mobilenet_v2");
  }
  table.number("mean", network.mean, 0.0, 1.0);
  table.number("standard_deviation", network.standard_deviation, 0.01, 1.0);
  return table.finish();
}

Status read_data(TomlTable table, DataRecipe& data) {
  table.words("classes", data.classes);
  if (data.classes.size() == 1) table.reject("classes", "at least two classes");
  table.number("validation_fraction", data.validation_fraction, 0.01, 0.5);
  table.boolean("validation_blocks", data.validation_blocks);
  table.integer("folds", data.folds, 0, max_folds);
  if (data.folds >= 2 && data.validation_blocks) {
    table.reject("validation_blocks", "false where there are folds");
  }
  if (data.folds == 1) table.reject("folds", "0 (no folds) or a number from 2 to 20");
  table.integer("fold", data.fold, 1, max_folds);
  if (data.folds < 2) table.reject("fold", "it needs folds, 2 or more");
  if (data.fold > data.folds) table.reject("fold", "a number from 1 to folds");
  table.seed("seed", data.seed);
  return table.finish();
}

Status read_input(TomlTable table, InputSpec& input) {
  table.choice<FitMode>("fit", input.fit,
                        {{"squash", FitMode::squash},
                         {"letterbox", FitMode::letterbox},
                         {"center_crop", FitMode::center_crop},
                         {"lungs", FitMode::lungs}});
  table.number("window_low_percentile", input.window_low_percentile, 0.0, 50.0);
  table.number("window_high_percentile", input.window_high_percentile, 50.0, 100.0);
  if (input.window_low_percentile >= input.window_high_percentile) {
    table.reject("window_high_percentile", "more than window_low_percentile");
  }
  return table.finish();
}

Status read_train(TomlTable table, TrainRecipe& train) {
  table.choice<OptimizerKind>("optimizer", train.optimizer,
                              {{"adamw", OptimizerKind::adamw}, {"sgd", OptimizerKind::sgd}});
  table.number("weight_decay", train.weight_decay, 0.0, 1.0);
  table.number("momentum", train.momentum, 0.0, 0.999);
  table.integer("batch", train.batch, 2, 4096);
  table.seed("seed", train.seed);
  table.choice<Precision>("precision", train.precision,
                          {{"fp32", Precision::fp32},
                           {"bf16", Precision::bf16},
                           {"fp16", Precision::fp16},
                           {"auto", Precision::automatic}});
  table.choice<KeepBest>("keep_best", train.keep_best,
                         {{"macro_f1", KeepBest::macro_f1},
                          {"weighted_f1", KeepBest::weighted_f1},
                          {"balanced_accuracy", KeepBest::balanced_accuracy},
                          {"accuracy", KeepBest::accuracy},
                          {"loss", KeepBest::loss}});
  table.integer("early_stopping_epochs", train.early_stopping_epochs, 0, 10'000);
  table.integer("accumulate_batches", train.accumulate_batches, 1, 1024);
  table.number("clip_gradient_norm", train.clip_gradient_norm, 0.0, 1000.0);
  table.number("ema_decay", train.ema_decay, 0.0, 0.999999);
  table.choice<ClassWeights>("class_weights", train.class_weights,
                             {{"none", ClassWeights::none},
                              {"square_root", ClassWeights::square_root},
                              {"balanced", ClassWeights::balanced}});
  table.boolean("balanced_sampling", train.balanced_sampling);
  if (train.balanced_sampling && train.class_weights != ClassWeights::none) {
    table.reject("balanced_sampling", "false where class_weights weigh the classes already");
  }
  table.choice<BalancedBy>(
      "balanced_by", train.balanced_by,
      {{"class", BalancedBy::classes}, {"class_and_source", BalancedBy::classes_and_sources}});
  if (!train.balanced_sampling) table.reject("balanced_by", "it needs balanced_sampling = true");
  table.choice<LossKind>("loss", train.loss,
                         {{"cross_entropy", LossKind::cross_entropy},
                          {"focal", LossKind::focal},
                          {"group_dro", LossKind::group_dro}});
  if (train.loss == LossKind::group_dro && train.class_weights != ClassWeights::none) {
    table.reject("loss", "not \"group_dro\" where class_weights weigh the classes already");
  }
  table.number("group_dro_rate", train.group_dro_rate, 0.0, 1.0);
  if (train.loss != LossKind::group_dro) {
    table.reject("group_dro_rate", "it needs loss = \"group_dro\"");
  }
  table.number("focal_gamma", train.focal_gamma, 0.0, 10.0);
  if (train.loss != LossKind::focal) table.reject("focal_gamma", "it needs loss = \"focal\"");
  table.number("label_smoothing", train.label_smoothing, 0.0, 0.5);
  table.number("source_adversary", train.source_adversary, 0.0, 10.0);
  return table.finish();
}

Result<PretrainingRecipe> read_pretraining(TomlTable table, const StageDefaults& defaults) {
  PretrainingRecipe pretraining;
  table.words("classes", pretraining.classes);
  CHESTLENS_TRY(pretraining.stages, read_stages(table, defaults));
  CHESTLENS_CHECK(table.finish());
  return pretraining;
}

/// Reads a table of the root into its part of the recipe, which keeps its defaults where there is
/// none.
template <typename Part>
Status read_part(TomlTable& root, std::string_view key, Status (*read)(TomlTable, Part&),
                 Part& part) {
  auto table = root.table(key);
  return table ? read(std::move(*table), part) : root.status();
}

Result<Recipe> read_recipe(const toml::table& file, const std::string& file_name) {
  Recipe recipe;
  TomlTable root(file, "", file_name);
  root.require("name");
  root.text("name", recipe.name);
  if (!is_folder_name(recipe.name)) {
    root.reject("name", "lower-case letters, digits, - and _ (it names a folder)");
  }
  recipe.title = recipe.name;
  root.text("title", recipe.title);
  CHESTLENS_CHECK(root.status());

  CHESTLENS_CHECK(read_part(root, "network", read_network, recipe.network));
  CHESTLENS_CHECK(read_part(root, "data", read_data, recipe.data));
  CHESTLENS_CHECK(read_part(root, "input", read_input, recipe.input));
  CHESTLENS_CHECK(read_part(root, "train", read_train, recipe.train));
  CHESTLENS_CHECK(read_part(root, "augment", read_augment, recipe.augment));
  StageDefaults defaults{recipe.train.batch,
                         find_network(recipe.network.name)->smallest_size_pixels};
  if (auto table = root.renamed_table("pretraining", "bridge", recipe.notices)) {
    CHESTLENS_TRY(recipe.pretraining, read_pretraining(std::move(*table), defaults));
  }
  CHESTLENS_CHECK(root.status());
  defaults.by_source = asks_for_sources(recipe.train);
  CHESTLENS_TRY(recipe.stages, read_stages(root, defaults));
  CHESTLENS_CHECK(root.finish());
  recipe.input.size_pixels = recipe.stages.back().size_pixels;
  return recipe;
}

}  // namespace

bool asks_for_sources(const TrainRecipe& train) {
  return train.loss == LossKind::group_dro || train.source_adversary > 0.0;
}

InputSpec input_of(const Recipe& recipe, const Stage& stage) {
  InputSpec input = recipe.input;
  input.size_pixels = stage.size_pixels;
  return input;
}

void report_notices(const Recipe& recipe, const Reporter& reporter) {
  for (const std::string& notice : recipe.notices) reporter.note(notice);
}

Result<Recipe> parse_recipe(std::string_view text, const std::string& file_name) {
  try {
    auto recipe = read_recipe(toml::parse(text), file_name);
    if (recipe) recipe->text = text;
    return recipe;
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::parse, std::string(error.description()),
                file_name + ":" + std::to_string(error.source().begin.line));
  }
}

void resolve_weights(Recipe& recipe, const std::filesystem::path& folder) {
  std::string& weights = recipe.network.weights;
  if (weights.empty() || find_public_weights(weights) != nullptr) return;
  weights = (folder / weights).string();
}

Result<Recipe> load_recipe(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto text, read_text(path));
  auto recipe = parse_recipe(text, path.string());
  if (recipe) resolve_weights(*recipe, path.parent_path());
  return recipe;
}

}  // namespace chestlens
