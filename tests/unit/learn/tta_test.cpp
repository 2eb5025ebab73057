#include "learn/tta.hpp"

#include "learn/apply_augmentation.hpp"
#include "learn/predictions.hpp"
#include "support/tiny_network.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

const Augmentation training{.perspective = 0.2,
                            .cutout_probability = 0.5,
                            .gamma = 1.5,
                            .histogram = 0.5,
                            .blur_pixels = 2.0,
                            .resolution = 0.5,
                            .noise = 0.1,
                            .jpeg_quality = 30,
                            .border_probability = 0.5,
                            .corner_probability = 0.5};

TEST(DrawViews, BeginWithTheMirrorImageAndMirrorEveryOther) {
  const auto views = draw_views({.views = 4, .augmentation = training, .seed = 3}, 20);
  ASSERT_EQ(views.size(), 4U);
  for (std::int64_t film = 0; film < 20; ++film) {
    EXPECT_EQ(describe(views[0], film), (std::vector<std::string>{"mirrored"}));
  }
  for (std::size_t view = 0; view < 4; ++view) {
    EXPECT_EQ(views[view].mirror.lt(0.0).all().item<bool>(), view % 2 == 0) << view;
    EXPECT_EQ(views[view].mirror.lt(0.0).any().item<bool>(), view % 2 == 0) << view;
    EXPECT_EQ(views[view].turn.ne(0.0).any().item<bool>(), view > 0) << view;
    EXPECT_TRUE(views[view].brightness.eq(0.0).all().item<bool>());
    EXPECT_TRUE(views[view].contrast.eq(1.0).all().item<bool>());
    EXPECT_TRUE(views[view].holes.select(2, 2).eq(0.0).all().item<bool>());
    EXPECT_FALSE(parts_of(views[view]).intensity.any());
    EXPECT_FALSE(parts_of(views[view]).covers);
  }
  EXPECT_FALSE(torch::equal(views[1].turn, views[3].turn));
}

TEST(DrawViews, MirrorNothingWhereTheTrainingDidNot) {
  Augmentation upright = training;
  upright.flip = 0.0;
  for (const auto& view : draw_views({.views = 3, .augmentation = upright}, 20)) {
    EXPECT_TRUE(view.mirror.gt(0.0).all().item<bool>());
    EXPECT_TRUE(view.turn.ne(0.0).any().item<bool>());
  }
  EXPECT_TRUE(draw_views({}, 20).empty());
}

TEST(LogMeanProbabilities, IsTheMeanOfTheProbabilities) {
  const auto one = torch::tensor({{0.0F, std::log(3.0F)}});  // 1/4, 3/4
  const auto other = torch::tensor({{5.0F, 5.0F}});          // 1/2, 1/2
  const auto mean = log_mean_probabilities({one, other}).exp();
  EXPECT_NEAR(mean[0][0].item<double>(), 0.375, 1e-6);
  EXPECT_NEAR(mean[0][1].item<double>(), 0.625, 1e-6);
  EXPECT_TRUE(
      log_mean_probabilities({torch::tensor({{500.0F, -500.0F}})}).isfinite().all().item<bool>());
}

class TestTime : public testing::Test {
 protected:
  TestTime() {
    torch::manual_seed(8);
    dataset_ = {torch::rand({10, 1, 16, 16}), torch::arange(10) % 2};
    classifier_ = test::make_tiny_network({.classes = 2}).value();
  }
  torch::Tensor logits(int views, int batch_size) const {
    return predict(classifier_, dataset_, c10::Device(c10::kCPU), torch::kFloat32, batch_size,
                   {.views = views, .augmentation = training, .seed = 1})
        .logits;
  }
  Dataset dataset_;
  Classifier classifier_;
};

TEST_F(TestTime, OfOneLookIsTheMeanWithTheMirrorImage) {
  const torch::NoGradGuard no_grad;
  classifier_.module->eval();
  const auto plain = forward(classifier_, dataset_.images).logits.softmax(1);
  const auto mirrored = forward(classifier_, dataset_.images.flip({3})).logits.softmax(1);
  const auto mean = logits(1, 4).softmax(1);
  EXPECT_LT((mean - (plain + mirrored) / 2.0).abs().max().item<double>(), 1e-5);
  EXPECT_TRUE(torch::allclose(logits(0, 4).softmax(1), plain, 1e-6, 1e-6));
}

TEST_F(TestTime, DoesNotDependOnTheBatches) {
  EXPECT_LT((logits(3, 4) - logits(3, 10)).abs().max().item<double>(), 1e-5);
  EXPECT_GT((logits(3, 4) - logits(1, 4)).abs().max().item<double>(), 1e-5);
}

}  // namespace
}  // namespace chestlens
