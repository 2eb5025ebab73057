#include "recipe/recipe.hpp"

#include "io/atomic_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string minimal =
    "name = \"x\"\n"
    "[[stage]]\nsize_pixels = 64\nepochs = 2\nmax_learning_rate = 1e-3\n";

// What --set writes over the weights that a recipe names.
TEST(Recipe, WeightsMayBeRandom) {
  const std::string text = minimal + "[network]\nname = \"densenet121\"\nweights = \"random\"\n";
  EXPECT_EQ(parse_recipe(text, "x.toml").value().network.weights, "");
}

TEST(Recipe, TheRestHasDefaults) {
  const Recipe recipe = parse_recipe(minimal, "x.toml").value();
  EXPECT_EQ(recipe.title, "x");
  EXPECT_EQ(recipe.network.name, "densenet121");
  EXPECT_EQ(recipe.train.precision, Precision::automatic);
  EXPECT_EQ(recipe.stages.at(0).schedule.kind, ScheduleKind::one_cycle);
  EXPECT_EQ(recipe.stages.at(0).batch, 32);
  EXPECT_FALSE(recipe.stages.at(0).frozen);
  EXPECT_EQ(recipe.input.size_pixels, 64);
  EXPECT_EQ(recipe.text, minimal);
}

TEST(Recipe, ReadsEveryKey) {
  const Recipe recipe = parse_recipe(R"(
name = "all-keys_2"
title = "Everything"
[network]
name = "mobilenet_v2"
dropout = 0.25
weights = "mobilenet_v2"
weights_use = "mean_variance"
allow_missing = ["conv3", "conv4"]
restore_norms = true
grey = "sum"
padding = "tensorflow"
mean = 0.5
[pretraining]
classes = ["Edema", "Mass"]
[[pretraining.stage]]
size_pixels = 96
epochs = 2
max_learning_rate = 1e-3
[data]
classes = ["b", "a"]
validation_fraction = 0.2
validation_blocks = false
seed = 7
folds = 5
fold = 3
[input]
fit = "letterbox"
window_low_percentile = 1
window_high_percentile = 99.5
[train]
optimizer = "sgd"
weight_decay = 1e-4
momentum = 0.8
batch = 8
seed = 9
precision = "bf16"
keep_best = "loss"
early_stopping_epochs = 3
ema_decay = 0.999
accumulate_batches = 4
clip_gradient_norm = 1.5
class_weights = "balanced"
loss = "focal"
focal_gamma = 1.5
label_smoothing = 0.1
[augment]
flip = 0.0
rotate_degrees = 5
shift = 0.1
zoom = 1.2
zoom_out = 1.3
stretch = 1.25
perspective = 0.2
brightness = 0.3
contrast = 0.4
affine_probability = 0.5
lighting_probability = 0.6
perspective_probability = 0.7
cutout_probability = 0.45
cutout_holes = 3
cutout_pixels_min = 10
cutout_pixels_max = 30
intensity_probability = 0.35
gamma = 1.5
histogram = 0.25
blur_pixels = 1.5
noise = 0.05
resolution = 0.6
jpeg_quality = 40
border_probability = 0.55
border_share = 0.15
corner_probability = 0.65
corner_share = 0.3
[[stage]]
size_pixels = 64
epochs = 3
schedule = "constant"
warm_up_share = 0.2
max_learning_rate = 0.1
mixup_alpha = 0.4
cutmix_alpha = 1.0
[[stage]]
size_pixels = 128
epochs = 4
schedule = "one_cycle_v1"
warm_up_share = 0.4
max_learning_rate = [1e-4, 0.01]
frozen = true
mixup_alpha = 0.2
batch = 16
)",
                                     "all.toml")
                            .value();
  EXPECT_EQ(recipe.name, "all-keys_2");
  EXPECT_EQ(recipe.title, "Everything");
  EXPECT_EQ(recipe.network.dropout, 0.25);
  EXPECT_EQ(recipe.network.weights, "mobilenet_v2");
  EXPECT_EQ(recipe.network.weights_use, WeightsUse::mean_variance);
  EXPECT_EQ(recipe.network.allow_missing, (std::vector<std::string>{"conv3", "conv4"}));
  EXPECT_TRUE(recipe.network.restore_norms);
  EXPECT_EQ(recipe.network.grey, GreyInput::sum);
  EXPECT_EQ(recipe.network.padding, Padding::tensorflow);
  EXPECT_EQ(recipe.network.mean, 0.5);
  EXPECT_EQ(recipe.network.standard_deviation, 0.229);
  ASSERT_TRUE(recipe.pretraining);
  EXPECT_EQ(recipe.pretraining->classes, (std::vector<std::string>{"Edema", "Mass"}));
  ASSERT_EQ(recipe.pretraining->stages.size(), 1U);
  EXPECT_EQ(recipe.pretraining->stages[0].size_pixels, 96);
  EXPECT_EQ(recipe.data.classes, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(recipe.data.validation_fraction, 0.2);
  EXPECT_EQ(recipe.data.seed, 7U);
  EXPECT_EQ(recipe.data.folds, 5);
  EXPECT_EQ(recipe.data.fold, 3);
  EXPECT_EQ(recipe.input.fit, FitMode::letterbox);
  EXPECT_EQ(recipe.input.window_low_percentile, 1.0);
  EXPECT_EQ(recipe.input.window_high_percentile, 99.5);
  EXPECT_EQ(recipe.input.size_pixels, 128);
  EXPECT_EQ(recipe.train.optimizer, OptimizerKind::sgd);
  EXPECT_EQ(recipe.train.weight_decay, 1e-4);
  EXPECT_EQ(recipe.train.momentum, 0.8);
  EXPECT_EQ(recipe.train.batch, 8);
  EXPECT_EQ(recipe.train.seed, 9U);
  EXPECT_EQ(recipe.train.precision, Precision::bf16);
  EXPECT_EQ(recipe.train.keep_best, KeepBest::loss);
  EXPECT_EQ(recipe.train.early_stopping_epochs, 3);
  EXPECT_EQ(recipe.train.ema_decay, 0.999);
  EXPECT_EQ(recipe.train.accumulate_batches, 4);
  EXPECT_EQ(recipe.train.clip_gradient_norm, 1.5);
  EXPECT_EQ(recipe.train.class_weights, ClassWeights::balanced);
  EXPECT_FALSE(recipe.train.balanced_sampling);
  EXPECT_EQ(recipe.train.loss, LossKind::focal);
  EXPECT_EQ(recipe.train.focal_gamma, 1.5);
  EXPECT_EQ(recipe.train.label_smoothing, 0.1);
  EXPECT_EQ(recipe.augment.flip, 0.0);
  EXPECT_EQ(recipe.augment.rotate_degrees, 5.0);
  EXPECT_EQ(recipe.augment.shift, 0.1);
  EXPECT_EQ(recipe.augment.zoom, 1.2);
  EXPECT_EQ(recipe.augment.zoom_out, 1.3);
  EXPECT_EQ(recipe.augment.stretch, 1.25);
  EXPECT_EQ(recipe.augment.brightness, 0.3);
  EXPECT_EQ(recipe.augment.contrast, 0.4);
  EXPECT_EQ(recipe.augment.affine_probability, 0.5);
  EXPECT_EQ(recipe.augment.lighting_probability, 0.6);
  EXPECT_EQ(recipe.augment.perspective, 0.2);
  EXPECT_EQ(recipe.augment.perspective_probability, 0.7);
  EXPECT_EQ(recipe.augment.cutout_probability, 0.45);
  EXPECT_EQ(recipe.augment.cutout_holes, 3);
  EXPECT_EQ(recipe.augment.cutout_pixels_min, 10.0);
  EXPECT_EQ(recipe.augment.cutout_pixels_max, 30.0);
  EXPECT_EQ(recipe.augment.intensity_probability, 0.35);
  EXPECT_EQ(recipe.augment.gamma, 1.5);
  EXPECT_EQ(recipe.augment.histogram, 0.25);
  EXPECT_EQ(recipe.augment.blur_pixels, 1.5);
  EXPECT_EQ(recipe.augment.noise, 0.05);
  EXPECT_EQ(recipe.augment.resolution, 0.6);
  EXPECT_EQ(recipe.augment.jpeg_quality, 40);
  EXPECT_EQ(recipe.augment.border_probability, 0.55);
  EXPECT_EQ(recipe.augment.border_share, 0.15);
  EXPECT_EQ(recipe.augment.corner_probability, 0.65);
  EXPECT_EQ(recipe.augment.corner_share, 0.3);
  ASSERT_EQ(recipe.stages.size(), 2U);
  EXPECT_EQ(recipe.stages[0].schedule.kind, ScheduleKind::constant);
  EXPECT_EQ(recipe.stages[0].max_learning_rate.low, 0.1);
  EXPECT_EQ(recipe.stages[0].max_learning_rate.high, 0.1);
  EXPECT_EQ(recipe.stages[0].schedule.linear_warm_up_share, 0.2);
  EXPECT_EQ(recipe.stages[0].mixup_alpha, 0.4);
  EXPECT_EQ(recipe.stages[0].cutmix_alpha, 1.0);
  EXPECT_EQ(recipe.stages[0].batch, 8);
  EXPECT_EQ(recipe.stages[1].size_pixels, 128);
  EXPECT_EQ(recipe.stages[1].epochs, 4);
  EXPECT_EQ(recipe.stages[1].schedule.warm_up_share, 0.4);
  EXPECT_EQ(recipe.stages[1].schedule.linear_warm_up_share, 0.0);
  EXPECT_EQ(recipe.stages[1].max_learning_rate.low, 1e-4);
  EXPECT_EQ(recipe.stages[1].max_learning_rate.high, 0.01);
  EXPECT_TRUE(recipe.stages[1].max_learning_rate.geometric);
  EXPECT_TRUE(recipe.stages[1].frozen);
  EXPECT_EQ(recipe.stages[1].mixup_alpha, 0.2);
  EXPECT_EQ(recipe.stages[1].batch, 16);
}

// fastai/callback/schedule.py, fine_tune(5, base_lr=4e-3): freeze, fit_one_cycle(1, slice(4e-3),
// pct_start=0.99); unfreeze, fit_one_cycle(5, slice(2e-5, 2e-3), pct_start=0.3, div=5.0).
TEST(Recipe, FineTuneStandsForFastaisTwoStages) {
  const Recipe recipe = parse_recipe(
                            "name = \"x\"\n[train]\nbatch = 16\n[fine_tune]\nsize_pixels = 96\n"
                            "epochs = 5\nbase_learning_rate = 4e-3\nmixup_alpha = 0.2\n",
                            "x.toml")
                            .value();
  ASSERT_EQ(recipe.stages.size(), 2U);
  EXPECT_EQ(recipe.input.size_pixels, 96);
  for (const Stage& stage : recipe.stages) {
    EXPECT_EQ(stage.size_pixels, 96);
    EXPECT_EQ(stage.batch, 16);
    EXPECT_EQ(stage.mixup_alpha, 0.2);
    EXPECT_EQ(stage.schedule.kind, ScheduleKind::one_cycle);
    EXPECT_EQ(stage.schedule.final_divisor, 1e5);
  }
  const Stage& frozen = recipe.stages[0];
  EXPECT_TRUE(frozen.frozen);
  EXPECT_EQ(frozen.epochs, 1);
  EXPECT_EQ(frozen.schedule.warm_up_share, 0.99);
  EXPECT_EQ(frozen.schedule.start_divisor, 25.0);
  EXPECT_EQ(group_rates(frozen.max_learning_rate, 3), (std::vector<double>{4e-4, 4e-4, 4e-3}));
  const Stage& thawed = recipe.stages[1];
  EXPECT_FALSE(thawed.frozen);
  EXPECT_EQ(thawed.epochs, 5);
  EXPECT_EQ(thawed.schedule.warm_up_share, 0.3);
  EXPECT_EQ(thawed.schedule.start_divisor, 5.0);
  const auto rates = group_rates(thawed.max_learning_rate, 3);
  EXPECT_DOUBLE_EQ(rates[0], 2e-5);
  EXPECT_DOUBLE_EQ(rates[1], 2e-4);
  EXPECT_DOUBLE_EQ(rates[2], 2e-3);
}

TEST(Recipe, BalancedSamplingStandsInForClassWeights) {
  const std::string text = minimal + "[train]\nbalanced_sampling = true\n";
  EXPECT_TRUE(parse_recipe(text, "x.toml").value().train.balanced_sampling);
}

const std::string pretraining_by_its_old_name =
    minimal +
    "[bridge]\n[[bridge.stage]]\nsize_pixels = 96\nepochs = 3\nmax_learning_rate = 1e-3\n";

TEST(Recipe, OldNameOfPretrainingIsReadWithANotice) {
  const Recipe recipe = parse_recipe(pretraining_by_its_old_name, "old.toml").value();
  ASSERT_TRUE(recipe.pretraining);
  EXPECT_EQ(recipe.pretraining->stages.at(0).size_pixels, 96);
  EXPECT_EQ(recipe.text, pretraining_by_its_old_name);
  EXPECT_EQ(recipe.notices,
            std::vector<std::string>{
                "old.toml:6: bridge is now called pretraining; the old name is still read"});
  EXPECT_TRUE(parse_recipe(minimal, "new.toml").value().notices.empty());
}

struct BadRecipe {
  std::string text;
  std::string place;    // the error's context
  std::string message;  // a part of it
};

class BadRecipes : public testing::TestWithParam<BadRecipe> {};

TEST_P(BadRecipes, NameKeyLineValueAndRange) {
  const auto recipe = parse_recipe(GetParam().text, "r.toml");
  ASSERT_FALSE(recipe) << GetParam().text;
  EXPECT_EQ(recipe.error().context, GetParam().place) << to_string(recipe.error());
  EXPECT_THAT(recipe.error().message, HasSubstr(GetParam().message)) << to_string(recipe.error());
}

INSTANTIATE_TEST_SUITE_P(
    All, BadRecipes,
    testing::Values(
        BadRecipe{"name = \"x\"\nname = \"y\"\n", "r.toml:2", "name"},
        BadRecipe{"name = \n", "r.toml:1", ""},
        BadRecipe{"[[stage]]\nsize_pixels = 64\nepochs = 1\nmax_learning_rate = 1e-3\n", "r.toml:1",
                  "key name is missing"},
        BadRecipe{"nmae = \"x\"\n[[stage]]\nsize_pixels = 64\nepochs = 1\n"
                  "max_learning_rate = 1e-3\n",
                  "r.toml:1", "unknown key nmae = \"x\"; did you mean name?"},
        BadRecipe{"name = \"x\"\n[[stages]]\nsize_pixels = 64\n", "r.toml:2", "unknown key stages"},
        BadRecipe{"name = \"x\"\n", "r.toml:1", "key stage is missing"},
        BadRecipe{"name = \"x\"\nstage = []\n", "r.toml:2", "written [[stage]]"},
        BadRecipe{"name = \"x\"\nstage = 1\n", "r.toml:2", "stage = 1 is not accepted: tables"},
        BadRecipe{"name = \"Big Name\"\nstage = []\n", "r.toml:1",
                  "name = \"Big Name\" is not accepted"},
        BadRecipe{minimal + "epoch = 3\n", "r.toml:6",
                  "unknown key stage[1].epoch = 3; did you mean epochs?"},
        // The unknown key, not the missing one that it was meant for.
        BadRecipe{"name = \"x\"\n[[stage]]\nsize_pixels = 64\nepochs = 1\nlr = 1e-3\n", "r.toml:5",
                  "unknown key stage[1].lr = 0.001; keys accepted here: size_pixels, epochs"},
        BadRecipe{"name = \"x\"\n[[stage]]\nsize_pixels = 64\n", "r.toml:2",
                  "key stage[1].epochs is missing"},
        BadRecipe{minimal + "[trian]\nbatch = 3\n", "r.toml:6",
                  "unknown key trian = {...}; did you mean train?"},
        BadRecipe{minimal + "[train]\nbatch = 0\n", "r.toml:7",
                  "train.batch = 0 is not accepted: a whole number from 2 to 4096"},
        BadRecipe{minimal + "[train]\nbatch = 2.5\n", "r.toml:7", "train.batch = 2.5"},
        BadRecipe{minimal + "[train]\nbatch = 16.0\n", "r.toml:7",
                  "train.batch = 16.0 is not accepted: a whole number from 2 to 4096, written "
                  "without a point"},
        BadRecipe{minimal + "[train]\noptimizer = \"adam\"\n", "r.toml:7",
                  "train.optimizer = \"adam\" is not accepted: one of \"adamw\", \"sgd\"; did you "
                  "mean adamw?"},
        BadRecipe{minimal + "[network]\nname = \"densenet112\"\n", "r.toml:7",
                  "did you mean densenet121?"},
        BadRecipe{minimal + "[network]\nweights = \"densnet121\"\n", "r.toml:7",
                  "did you mean densenet121?"},
        BadRecipe{minimal + "[data]\nfolds = 1\n", "r.toml:7", "a number from 2 to 20"},
        BadRecipe{minimal + "[data]\nfold = 2\n", "r.toml:7", "it needs folds"},
        BadRecipe{minimal + "[data]\nfolds = 3\nfold = 4\n", "r.toml:8", "from 1 to folds"},
        BadRecipe{minimal + "[data]\nfolds = 3\nfold = 0\n", "r.toml:8", "from 1 to 20"},
        BadRecipe{minimal + "[train]\nprecision = \"fp8\"\n", "r.toml:7", "\"auto\""},
        BadRecipe{minimal + "[train]\nema_decay = 1.0\n", "r.toml:7", "a number from 0 to"},
        BadRecipe{minimal + "frozen = 1\n", "r.toml:6",
                  "stage[1].frozen = 1 is not accepted: true"},
        BadRecipe{minimal + "batch = 1\n", "r.toml:6", "a number from 2 to 4096"},
        BadRecipe{minimal + "schedule = \"step\"\n", "r.toml:6", "\"one_cycle\", \"one_cycle_v1\""},
        BadRecipe{minimal + "[fine_tune]\nepochs = 1\n", "r.toml:6", "give one"},
        BadRecipe{"name = \"x\"\n[fine_tune]\nsize_pixels = 64\nepochs = 1\n", "r.toml:2",
                  "key fine_tune.base_learning_rate is missing"},
        BadRecipe{"name = \"x\"\nfine_tune = 3\n", "r.toml:2", "written [fine_tune]"},
        BadRecipe{"name = \"x\"\n[[stage]]\nsize_pixels = 64\nepochs = 1\n"
                  "max_learning_rate = [1e-2, 1e-3]\n",
                  "r.toml:5", "the first layer group's rate, then the head's"},
        BadRecipe{"name = \"x\"\n[[stage]]\nsize_pixels = 64\nepochs = 1\n"
                  "max_learning_rate = [1e-3]\n",
                  "r.toml:5", "or two such numbers"},
        BadRecipe{minimal + "[train]\nseed = -1\n", "r.toml:7", "train.seed = -1"},
        BadRecipe{minimal + "[train]\nweight_decay = \"small\"\n", "r.toml:7",
                  "a number from 0 to 1"},
        BadRecipe{minimal + "[train]\nweight_decay = nan\n", "r.toml:7",
                  "train.weight_decay = nan"},
        BadRecipe{minimal + "[network]\nname = \"resnet\"\n", "r.toml:7",
                  "one of covid_net_large, covid_net_small, densenet121"},
        BadRecipe{minimal + "[network]\ndropout = 1.0\n", "r.toml:7", "a number from 0 to 0.9"},
        BadRecipe{minimal + "[data]\nclasses = [\"a\", \"a\"]\n", "r.toml:7", "different texts"},
        BadRecipe{minimal + "[data]\nclasses = [\"a\"]\n", "r.toml:7", "at least two classes"},
        BadRecipe{minimal + "[data]\nclasses = \"a\"\n", "r.toml:7", "different texts"},
        BadRecipe{minimal + "[data]\nvalidation_fraction = 0.9\n", "r.toml:7", "from 0.01 to 0.5"},
        BadRecipe{minimal + "[input]\nfit = \"stretch\"\n", "r.toml:7",
                  "\"squash\", \"letterbox\""},
        BadRecipe{minimal + "[input]\nwindow_low_percentile = 50\nwindow_high_percentile = 50\n",
                  "r.toml:8", "more than window_low_percentile"},
        BadRecipe{minimal + "[augment]\nzoom = 0.5\n", "r.toml:7", "a number from 1 to 4"},
        BadRecipe{minimal + "[augment]\nperspective = 0.5\n", "r.toml:7", "a number from 0 to 0.4"},
        BadRecipe{minimal + "[augment]\ncutout_holes = 0\n", "r.toml:7", "a whole number from 1"},
        BadRecipe{minimal + "[augment]\ncutout_probability = 2\n", "r.toml:7", "from 0 to 1"},
        BadRecipe{minimal + "[augment]\ncutout_pixels_max = 500\n", "r.toml:7", "from 1 to 224"},
        BadRecipe{minimal + "[augment]\ncutout_pixels_min = 60\n", "r.toml:7",
                  "not more than cutout_pixels_max"},
        BadRecipe{minimal + "[augment]\ncutout_pixels_max = 10\n", "r.toml:7",
                  "not less than cutout_pixels_min"},
        BadRecipe{minimal + "[augment]\nintensity_probability = 1.5\n", "r.toml:7",
                  "augment.intensity_probability = 1.5 is not accepted: a number from 0 to 1"},
        BadRecipe{minimal + "[augment]\ngamma = 0.5\n", "r.toml:7", "a number from 1 to 4"},
        BadRecipe{minimal + "[augment]\nhistogram = 1.1\n", "r.toml:7", "a number from 0 to 1"},
        BadRecipe{minimal + "[augment]\nblur_pixels = 20\n", "r.toml:7", "a number from 0 to 10"},
        BadRecipe{minimal + "[augment]\nnoise = 0.6\n", "r.toml:7", "a number from 0 to 0.5"},
        BadRecipe{minimal + "[augment]\nresolution = 0\n", "r.toml:7", "a number from 0.1 to 1"},
        BadRecipe{minimal + "[augment]\njpeg_quality = 0\n", "r.toml:7",
                  "a whole number from 1 to 100"},
        BadRecipe{minimal + "[augment]\njpg_quality = 50\n", "r.toml:7",
                  "did you mean jpeg_quality?"},
        BadRecipe{minimal + "[augment]\nborder_probability = -1\n", "r.toml:7",
                  "augment.border_probability = -1 is not accepted: a number from 0 to 1"},
        BadRecipe{minimal + "[augment]\nborder_share = 0.3\n", "r.toml:7",
                  "a number from 0 to 0.25"},
        BadRecipe{minimal + "[augment]\ncorner_probability = 2\n", "r.toml:7",
                  "a number from 0 to 1"},
        BadRecipe{minimal + "[augment]\ncorner_share = 0.5\n", "r.toml:7",
                  "a number from 0 to 0.4"},
        BadRecipe{minimal + "[train]\nloss = \"hinge\"\n", "r.toml:7",
                  "one of \"cross_entropy\", \"focal\", \"group_dro\""},
        BadRecipe{minimal + "[train]\nloss = \"group_dro\"\nclass_weights = \"balanced\"\n",
                  "r.toml:7", "class_weights weigh the classes already"},
        BadRecipe{minimal + "[train]\ngroup_dro_rate = 0.1\n", "r.toml:7",
                  "it needs loss = \"group_dro\""},
        BadRecipe{minimal + "[train]\nbalanced_by = \"class\"\n", "r.toml:7",
                  "it needs balanced_sampling = true"},
        BadRecipe{minimal + "mixup_alpha = 0.2\n[train]\nsource_adversary = 0.1\n", "r.toml:6",
                  "0 where the loss looks at each film's source"},
        BadRecipe{minimal + "retrain_last_layer = true\nmixup_alpha = 0.2\n", "r.toml:6",
                  "false where films are mixed"},
        BadRecipe{minimal + "[train]\nfocal_gamma = 2\n", "r.toml:7", "it needs loss = \"focal\""},
        BadRecipe{minimal + "[train]\nloss = \"focal\"\nfocal_gamma = -1\n", "r.toml:8",
                  "a number from 0 to 10"},
        BadRecipe{minimal + "[train]\nlabel_smoothing = 0.6\n", "r.toml:7", "from 0 to 0.5"},
        BadRecipe{minimal + "[train]\nbalanced_sampling = 1\n", "r.toml:7", "true or false"},
        BadRecipe{minimal + "[train]\nbalanced_sampling = true\nclass_weights = \"balanced\"\n",
                  "r.toml:7", "class_weights weigh the classes already"},
        BadRecipe{minimal + "[pretraining]\n", "r.toml:6", "key pretraining.stage is missing"},
        BadRecipe{pretraining_by_its_old_name + "[pretraining]\n", "r.toml:6",
                  "it is the old name of pretraining; give one of them"},
        BadRecipe{minimal + "[train]\naccumulate_batches = 0\n", "r.toml:7",
                  "a whole number from 1 to 1024"},
        BadRecipe{minimal + "[train]\nclip_gradient_norm = -1\n", "r.toml:7", "from 0 to 1000"},
        BadRecipe{minimal + "cutmix_alpha = 11\n", "r.toml:6", "a number from 0 to 10"},
        BadRecipe{minimal + "warm_up_share = 1\n", "r.toml:6", "a number from 0 to 0.9"},
        BadRecipe{minimal + "mixup_alpha = -1\n", "r.toml:6", "a number from 0 to 10"},
        BadRecipe{"train = 3\n" + minimal, "r.toml:1", "a table, written [train]"}));

TEST(Recipe, MissingFileIsNamed) {
  const auto recipe = load_recipe("/nowhere/x.toml");
  ASSERT_FALSE(recipe);
  EXPECT_EQ(recipe.error().code, ErrorCode::not_found);
  EXPECT_EQ(recipe.error().context, "/nowhere/x.toml");
}

// What the project ships must be what the reader accepts, each named as its file.
TEST(Recipe, ShippedRecipesAreValid) {
  int count = 0;
  const std::filesystem::path models = std::filesystem::path(CHESTLENS_SOURCE_DIR) / "models";
  for (const auto& entry : std::filesystem::directory_iterator(models)) {
    if (entry.path().extension() != ".toml") continue;
    const auto recipe = load_recipe(entry.path());
    ASSERT_TRUE(recipe) << to_string(recipe.error());
    EXPECT_EQ(recipe->name, entry.path().stem().string());
    ++count;
  }
  EXPECT_GE(count, 2);
}

/// A recipe's lines without those that say what it begins with, and without remarks.
TEST(Recipe, BlocksValidateWhereThereAreNoFolds) {
  const std::string blocks = minimal + "[data]\nvalidation_blocks = true\n";
  EXPECT_TRUE(parse_recipe(blocks, "r.toml").value().data.validation_blocks);
  EXPECT_FALSE(parse_recipe(minimal, "r.toml").value().data.validation_blocks);
  const auto folds = parse_recipe(blocks + "folds = 5\n", "r.toml");
  ASSERT_FALSE(folds);
  EXPECT_THAT(to_string(folds.error()), HasSubstr("validation_blocks"));
}

TEST(Recipe, TheStudysArmsDifferInTheirNetworksAlone) {
  const auto how_it_is_trained = [](const std::string& name) {
    const auto file =
        std::filesystem::path(CHESTLENS_SOURCE_DIR) / "models/arms" / (name + ".toml");
    const std::string text = read_text(file).value();
    return text.substr(text.find("[data]"));
  };
  const std::string of_first = how_it_is_trained("mobilenet_v2");
  EXPECT_EQ(of_first, how_it_is_trained("densenet121"));
  EXPECT_EQ(of_first, how_it_is_trained("xception"));
}

}  // namespace
}  // namespace chestlens
