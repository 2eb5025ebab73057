#pragma once

#include "io/reporter.hpp"
#include "recipe/augmentation.hpp"
#include "recipe/schedule.hpp"

#include <chestlens/error.hpp>
#include <chestlens/preprocess.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

enum class OptimizerKind : std::uint8_t { adamw, sgd };
enum class Precision : std::uint8_t { fp32, bf16, fp16, automatic };
enum class ClassWeights : std::uint8_t { none, square_root, balanced };
enum class LossKind : std::uint8_t { cross_entropy, focal, group_dro };
enum class BalancedBy : std::uint8_t { classes, classes_and_sources };
enum class GreyInput : std::uint8_t { repeat, sum };
enum class Padding : std::uint8_t { symmetric, tensorflow };
enum class KeepBest : std::uint8_t {
  macro_f1,
  weighted_f1,
  balanced_accuracy,
  accuracy,
  loss,
  mean_roc_area,  // of a multi-label set's labels
};

/// One stage of training; progressive resizing is several stages of growing size.
struct Stage {
  int size_pixels = 224;
  int epochs = 10;
  Schedule schedule = {};
  RateSlice max_learning_rate = {};  // a number, or [low, high]
  bool frozen = false;               // the body but its norms (freeze.hpp)
  bool retrain_last_layer = false;   // again, all else as it is, groups drawn equally often
  double mixup_alpha = 0.0;          // of Beta(alpha, alpha); 0: no mixup
  double cutmix_alpha = 0.0;         // the same of CutMix; with both, one is drawn for each batch
  int batch = 32;                    // the recipe's train.batch where the stage has none
};

/// What a network takes from the weights that it begins with.
enum class WeightsUse : std::uint8_t {
  values,
  mean_variance,  // random values with their mean and variance, tensor by tensor
                  // (mean_variance.hpp)
};

/// [network]
struct NetworkRecipe {
  std::string name = "densenet121";
  double dropout = 0.5;
  std::string weights;  // to begin with: a name of public_weights() or a file, a relative one
                        // beside the recipe; empty: random
  WeightsUse weights_use = WeightsUse::values;
  std::vector<std::string> allow_missing;  // tensors, or beginnings of their names up to a dot,
                                           // that the weights may lack: these begin at random
  bool restore_norms = false;              // where the weights have them folded (restore_norms.hpp)
  GreyInput grey = GreyInput::repeat;  // the film in each of three channels, or RGB kernels summed
  Padding padding = Padding::symmetric;
  double mean = 0.485;  // of the input in [0,1]; by default that of the public weights
  double standard_deviation = 0.229;
};

/// [data]
struct DataRecipe {
  std::vector<std::string> classes;  // empty: those of the manifest, sorted
  double validation_fraction = 0.1;
  bool validation_blocks = false;  // runs of neighbours in a series validate, not single patients
  std::uint64_t seed = 42;
  int folds = 0;             // k of a k-fold cross-validation; 0: validation_fraction
  int fold = 1;              // the fold that validates, from 1
  bool multi_label = false;  // no key: set by pretraining_recipe()
};

/// [train]
struct TrainRecipe {
  OptimizerKind optimizer = OptimizerKind::adamw;
  double weight_decay = 0.01;
  double momentum = 0.9;  // AdamW's beta1; one-cycle schedules move it from 0.95 to 0.85 and back
  int batch = 32;
  std::uint64_t seed = 42;
  Precision precision = Precision::automatic;
  KeepBest keep_best = KeepBest::macro_f1;
  int early_stopping_epochs = 0;    // ends a stage after so many without a better one; 0: never
  int accumulate_batches = 1;       // of which the optimizer takes the mean gradient, per step
  double clip_gradient_norm = 0.0;  // the gradient's largest norm, over all weights; 0: any
  double ema_decay = 0.0;           // of the averaged weights (weight_average.hpp); 0: off
  ClassWeights class_weights = ClassWeights::none;
  bool balanced_sampling = false;  // each class drawn equally often (balanced_indices),
  BalancedBy balanced_by = BalancedBy::classes;  // or each class of each source
  LossKind loss = LossKind::cross_entropy;
  double focal_gamma = 2.0;       // of the focal loss
  double group_dro_rate = 0.01;   // at which worse groups gain weight (group_dro.hpp)
  double label_smoothing = 0.0;   // share of the target that is spread over all classes
  double source_adversary = 0.0;  // weight of the reversed gradient (source_adversary.hpp); 0: off
};

/// Whether the loss asks for each film's source, by group DRO or the adversary.
bool asks_for_sources(const TrainRecipe& train);

/// [pretraining]: stages before the recipe's own, on other films (pretraining.hpp).
struct PretrainingRecipe {
  std::vector<std::string> classes;  // the labels to learn; empty: all
  std::vector<Stage> stages;         // at least one
};

/// A model's recipe, one TOML file under models/. Every field is a key of the same name there;
/// input.size_pixels alone is set by the stages (the last stage's size is the network's). The table
/// fine_tune stands for two stages.
struct Recipe {
  std::string name;   // [a-z0-9_-]+, the bundle's folder
  std::string title;  // for people
  NetworkRecipe network;
  DataRecipe data;
  InputSpec input;
  TrainRecipe train;
  Augmentation augment;
  std::optional<PretrainingRecipe> pretraining;
  std::vector<Stage> stages;         // at least one
  std::string text;                  // the file, verbatim
  std::vector<std::string> notices;  // what is accepted, but should be written otherwise
};

/// The recipe's input at the size of a stage's films.
InputSpec input_of(const Recipe& recipe, const Stage& stage);

/// Says the recipe's notices.
void report_notices(const Recipe& recipe, const Reporter& reporter);

/// Makes a relative file of weights one of the folder that the recipe lies in.
void resolve_weights(Recipe& recipe, const std::filesystem::path& folder);

/// Checks every key. Errors: parse or invalid_argument, with "file:line" as context and a message
/// that names the key, its value and the accepted range.
Result<Recipe> parse_recipe(std::string_view text, const std::string& file_name);
Result<Recipe> load_recipe(const std::filesystem::path& path);

}  // namespace chestlens
