#include "learn/step_draws.hpp"

#include "learn/cutmix.hpp"
#include "learn/draws_ahead.hpp"
#include "learn/mixup.hpp"
#include "learn/training_seed.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <stdexcept>
#include <vector>

namespace chestlens {
namespace {

const std::vector<std::int64_t> shape{6, 1, 16, 16};

Recipe recipe_of_everything() {
  Recipe recipe;
  recipe.augment.perspective = 0.2;
  recipe.augment.cutout_probability = 0.5;
  recipe.augment.noise = 0.1;
  recipe.augment.jpeg_quality = 30;
  recipe.augment.border_probability = 0.5;
  return recipe;
}

StepDraws draw(const Stage& stage, std::int64_t batch) {
  return draw_step(recipe_of_everything(), stage, {.epoch = 2, .batch = batch}, shape);
}

TEST(StepDrawsTest, DependOnTheirPlaceAlone) {
  const Stage stage{.mixup_alpha = 0.4};
  EXPECT_TRUE(torch::equal(draw(stage, 3).bytes, draw(stage, 3).bytes));
  EXPECT_FALSE(torch::equal(draw(stage, 3).bytes, draw(stage, 4).bytes));
  EXPECT_NE(draw(stage, 3).dropout_seed, draw(stage, 4).dropout_seed);
}

// What a recipe may draw is computed for every batch: where no film drew it, no bit changes.
TEST(StepDrawsTest, ARecipesPartsGiveTheBitsOfTheDrawsOwnParts) {
  torch::manual_seed(1);
  const auto images = torch::rand({1, 1, 16, 16});
  Augmentation seldom;
  seldom.flip = 0.2;
  seldom.affine_probability = seldom.lighting_probability = seldom.cutout_probability = 0.2;
  seldom.intensity_probability = seldom.border_probability = 0.2;
  seldom.gamma = 1.5;
  seldom.histogram = seldom.resolution = 0.5;
  seldom.blur_pixels = 2.0;
  seldom.noise = 0.1;
  seldom.jpeg_quality = 30;
  int unmoved = 0, unlit = 0, uncut = 0, unsoftened = 0, bare = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const AugmentationDraw draw = draw_augmentation(seldom, 1, seed);
    const AugmentationParts own = parts_of(draw);
    unmoved += own.moves ? 0 : 1, unlit += own.lights ? 0 : 1, uncut += own.cuts ? 0 : 1;
    unsoftened += own.intensity.blur || own.intensity.resolution ? 0 : 1;
    bare += own.covers ? 0 : 1;
    EXPECT_TRUE(torch::equal(
        apply_augmentation(images, numbers_of(draw, parts_of(seldom)), parts_of(seldom)),
        apply_augmentation(images, draw)))
        << seed;
  }
  EXPECT_GT(unmoved, 3);
  EXPECT_GT(unlit, 3);
  EXPECT_GT(uncut, 3);
  EXPECT_GT(unsoftened, 3);
  EXPECT_GT(bare, 3);
}

TEST(StepDrawsTest, ARecipeWithoutAChangeHasNoPart) {
  const AugmentationParts none = parts_of(Augmentation{.flip = 0.0,
                                                       .rotate_degrees = 0.0,
                                                       .shift = 0.0,
                                                       .zoom = 1.0,
                                                       .brightness = 0.0,
                                                       .contrast = 0.0});
  EXPECT_FALSE(none.moves || none.lights || none.cuts || none.covers || none.intensity.any());
  const AugmentationParts usual = parts_of(Augmentation());
  EXPECT_TRUE(usual.moves && usual.lights);
  EXPECT_FALSE(usual.cuts || usual.covers || usual.intensity.any());
}

// For 6 films, in multiples of 8 bytes: partner 48, box 192, shares 24 and 24, matrices 216,
// contrast 24, brightness 24, 4 holes each 288, lit 8, moved 8.
TEST(StepDrawsTest, HoldWhatTheRecipeMayDrawAlone) {
  EXPECT_EQ(draw_step(Recipe(), Stage(), {}, shape).bytes.size(0), 856);
  EXPECT_FALSE(draw_step(Recipe(), Stage(), {}, shape).augmentation.intensity.noise.defined());
  EXPECT_FALSE(draw_step(Recipe(), Stage(), {}, shape).augmentation.margins.boxes.defined());
  // Five numbers each, a curve 216, a seed 48, JPEG's steps 1536; 8 boxes each 768, fill 24,
  // seed 48.
  EXPECT_EQ(draw(Stage(), 0).bytes.size(0), 856 + 5 * 24 + 216 + 48 + 1536 + 768 + 24 + 48);
}

TEST(StepDrawsTest, ApplyFromTheirBuffer) {
  torch::manual_seed(3);
  const auto images = torch::rand(shape);
  const Augmentation augmentation = recipe_of_everything().augment;
  const StepDraws there = to_device(draw(Stage(), 5), torch::kCPU);
  const auto seed = training_seed(Recipe().train.seed, TrainingDraw::augmentation, 2, 5, 0);
  EXPECT_TRUE(torch::equal(apply_augmentation(images, there.augmentation, parts_of(augmentation)),
                           augment(images, augmentation, seed)));
}

// Mixup leaves CutMix's boxes empty; CutMix leaves mixup's share of the images at one.
TEST(StepDrawsTest, ABatchIsMixedByOneOfTheTwo) {
  torch::manual_seed(2);
  const auto images = torch::rand(shape);
  int mixed = 0;
  for (std::int64_t batch = 0; batch < 24; ++batch) {
    const StepDraws draws = draw({.mixup_alpha = 0.4, .cutmix_alpha = 0.4}, batch);
    const auto by_mixup = mix(images, {draws.image_share, draws.partner});
    const auto by_both = paste(by_mixup, {{draws.target_share, draws.partner}, draws.box});
    if (draws.box.any().item<bool>()) {
      EXPECT_TRUE(torch::equal(by_mixup, images)) << batch;
    } else {
      ++mixed;
      EXPECT_TRUE(torch::equal(by_both, by_mixup)) << batch;
      EXPECT_TRUE(torch::equal(draws.image_share, draws.target_share)) << batch;
    }
  }
  EXPECT_GT(mixed, 4);
  EXPECT_LT(mixed, 20);
}

TEST(StepDrawsTest, OneCopyOfTheBytesReplacesEverything) {
  const Stage stage{.mixup_alpha = 0.4, .cutmix_alpha = 0.4};
  StepDraws place = draw(stage, 0);
  const auto matrices = place.augmentation.matrices, partner = place.partner;
  const StepDraws other = draw(stage, 1);
  ASSERT_FALSE(torch::equal(matrices, other.augmentation.matrices));
  replace(place, other);
  EXPECT_TRUE(torch::equal(matrices, other.augmentation.matrices));
  EXPECT_TRUE(torch::equal(partner, other.partner));
  EXPECT_TRUE(torch::equal(place.augmentation.lit, other.augmentation.lit));
  EXPECT_TRUE(torch::equal(place.augmentation.jpeg_steps, other.augmentation.jpeg_steps));
  EXPECT_EQ(place.dropout_seed, other.dropout_seed);
}

TEST(DrawsAheadTest, GivesTheBatchesInTheirOrder) {
  const Stage stage{.cutmix_alpha = 1.0};
  DrawsAhead ahead([&](std::int64_t batch) { return draw(stage, batch); }, 2, 7);
  for (std::int64_t batch = 2; batch < 7; ++batch) {
    EXPECT_TRUE(torch::equal(ahead.next().bytes, draw(stage, batch).bytes)) << batch;
  }
}

TEST(DrawsAheadTest, EndsBeforeItsBatchesDo) {
  int drawn = 0;
  {
    DrawsAhead ahead(
        [&](std::int64_t batch) {
          ++drawn;
          return draw({}, batch);
        },
        0, 1000);
    ahead.next();
  }
  EXPECT_LE(drawn, 3);
}

TEST(DrawsAheadTest, ThrowsWhatADrawThrows) {
  DrawsAhead ahead(
      [](std::int64_t batch) {
        if (batch == 1) throw std::runtime_error("no memory");
        return draw({}, batch);
      },
      0, 5);
  EXPECT_NO_THROW(ahead.next());
  EXPECT_THROW(ahead.next(), std::runtime_error);
}

}  // namespace
}  // namespace chestlens
