#include "train/dry_run.hpp"

#include "support/tiny_network.hpp"
#include "support/tiny_run.hpp"
#include "train/measured_stage.hpp"
#include "train/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string dry_recipe =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
    "precision = \"fp32\"\n[[stage]]\nsize_pixels = 32\nepochs = 3\nmax_learning_rate = 1e-3\n"
    "[[stage]]\nsize_pixels = 48\nepochs = 2\nmax_learning_rate = [1e-4, 1e-3]\nbatch = 16\n";

class DryRun : public test::TinyRun {
 protected:
  std::string said(const std::string& text, TrainOptions options) const {
    std::string lines;
    options.reporter.line = [&](std::string_view line) { lines.append(line).append("\n"); };
    const Status status = dry_run(parse_recipe(text, "tiny.toml").value(), options);
    return status ? lines : to_string(status.error());
  }
};

// 19 films of each of three classes are not test films, of which a quarter, 5, are for validation.
TEST_F(DryRun, SaysFilmsAndStepsAndWritesNothing) {
  const std::string lines = said(dry_recipe, options("run"));
  EXPECT_THAT(lines, HasSubstr("training films: 42 (a 14, b 14, c 14)"));
  EXPECT_THAT(lines, HasSubstr("validation films: 15 (a 5, b 5, c 5)"));
  EXPECT_THAT(lines, HasSubstr("test films, not used: 3 (a 1, b 1, c 1)"));
  EXPECT_THAT(lines, HasSubstr("stage 1: 32 px, 3 epochs of 5 steps (5 batches of 8 films)"));
  EXPECT_THAT(lines, HasSubstr("stage 2: 48 px, 2 epochs of 2 steps (2 batches of 16 films), "
                               "learning rate up to 0.0001 to 0.001"));
  for (const char* part : {"memory: ", "disk: ", "time: about "}) {
    EXPECT_THAT(lines, HasSubstr(part)) << part;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "run"));
}

// As a GPU's are: without one, the recorder hands the step back.
TEST_F(DryRun, MeasuresTheStepThatTrainingRepeats) {
  const Recipe recipe = parse_recipe(dry_recipe, "tiny.toml").value();
  const Computing computing{c10::Device(c10::kCPU), torch::kFloat32, {}};
  torch::manual_seed(1);
  Learner learner =
      new_learner(test::make_tiny_network({.classes = 3}).value(), recipe.train, computing);
  const auto before = learner.classifier.module->parameters().front().clone();
  const auto seconds =
      measure_stage(learner, recipe, recipe.stages.front(), computing, /*recorded=*/true);
  ASSERT_TRUE(seconds);
  EXPECT_GT(seconds->training, 0.0);
  EXPECT_GT(seconds->validation, 0.0);
  EXPECT_EQ(learner.optimizer.steps, 3);
  EXPECT_FALSE(torch::equal(learner.classifier.module->parameters().front(), before));
}

TEST_F(DryRun, HasTheErrorsOfTraining) {
  TrainOptions trained = options("run");
  ASSERT_TRUE(run(dry_recipe, trained));
  EXPECT_THAT(said(dry_recipe, trained), HasSubstr("holds a run already"));
  trained.resume = true;
  EXPECT_THAT(said(dry_recipe, trained), HasSubstr("is finished: nothing is left to train"));
  EXPECT_THAT(said(dry_recipe + "[augment]\nflip = 0.5\n", trained),
              HasSubstr("augment.flip: not given then, 0.5 now"));
}

}  // namespace
}  // namespace chestlens
