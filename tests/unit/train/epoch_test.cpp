#include "train/epoch.hpp"

#include "learn/training_loss.hpp"
#include "networks/chain.hpp"
#include "support/tiny_network.hpp"
#include "weights/module_weights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

constexpr Augmentation as_they_are{
    .flip = 0.0, .affine_probability = 0.0, .lighting_probability = 0.0};

class Epoch : public testing::Test {
 protected:
  Epoch() {
    torch::manual_seed(3);
    dataset_ = {torch::rand({40, 1, 16, 16}), torch::arange(40) % 2};
    begin_again(0.01);
  }
  void begin_again(double weight_decay) {
    torch::manual_seed(3);
    learner_.classifier = test::make_tiny_network({.classes = 2}).value();
    learner_.optimizer = make_optimizer(learner_.classifier, OptimizerKind::adamw, weight_decay);
  }
  void train_epochs(int epochs, double learning_rate) {
    set_rates(learner_.optimizer, {.low = learning_rate, .high = learning_rate});
    for (int epoch = 0; epoch < epochs; ++epoch) {
      state_ = {};
      ASSERT_TRUE(run());
    }
  }
  Result<EpochEnd> run(const BetweenBatches& between = {}) {
    const EpochPlan plan{stage_, 0, 0, "epoch"};
    return train_epoch(learner_, dataset_, recipe_, plan,
                       {c10::Device(c10::kCPU), torch::kFloat32, {}}, state_, between);
  }

  /// The mean loss of an epoch that hardly moves the weights.
  double loss_under(double mixup_alpha) {
    state_ = {};
    stage_.mixup_alpha = mixup_alpha;
    set_rates(learner_.optimizer, {.low = 1e-8, .high = 1e-8});
    EXPECT_TRUE(run());
    return state_.loss_sum / static_cast<double>(state_.films_seen);
  }

  Recipe recipe_;
  Stage stage_{.epochs = 1, .schedule = {.kind = ScheduleKind::constant}, .batch = 8};
  Dataset dataset_;
  Learner learner_;
  TrainingState state_;
};

TEST_F(Epoch, CountsBatchesAndFilms) {
  EXPECT_EQ(run().value(), EpochEnd::finished);
  EXPECT_EQ(state_.batch, 5);
  EXPECT_EQ(state_.films_seen, 40);
  EXPECT_GT(state_.loss_sum / 40.0, 0.1);
  EXPECT_EQ(learner_.optimizer.steps, 5);
}

// At each moment at which a checkpoint is written, and at the epoch's end.
TEST_F(Epoch, NormsAndTheirAveragesCountItsBatches) {
  learner_.average = start_average(*learner_.classifier.module, 0.9);
  const auto counts = [&] {
    std::vector<std::int64_t> found;
    for (const auto& [name, tensor] : weights_of(*learner_.classifier.module)) {
      if (!name.ends_with("num_batches_tracked")) continue;
      found.push_back(tensor.item<std::int64_t>());
      found.push_back(learner_.average.tensors.at(name).item<std::int64_t>());
    }
    return found;
  };
  std::int64_t saves = 0;
  EXPECT_EQ(run({.save =
                     [&] {
                       EXPECT_EQ(counts(), std::vector<std::int64_t>(6, ++saves));
                       return Status();
                     },
                 .save_interval = std::chrono::seconds(0)})
                .value(),
            EpochEnd::finished);
  EXPECT_EQ(saves, 4);
  EXPECT_EQ(counts(), std::vector<std::int64_t>(6, 5));
}

TEST_F(Epoch, StopsBetweenBatches) {
  int asked = 0;
  EXPECT_EQ(run({.decide = [&](bool) { return Wishes{.stop = ++asked > 2}; }}).value(),
            EpochEnd::stopped);
  EXPECT_EQ(state_.batch, 2);
  EXPECT_EQ(state_.films_seen, 16);
}

// The loss shown is comparable with validation's: what mixing or smoothing adds to every network's
// cross-entropy is no part of it, and neither are class weights or the focal factor.
TEST_F(Epoch, ShowsTheSameKindOfLossWhateverItMinimises) {
  recipe_.augment = as_they_are;
  for (const auto& parameter : learner_.classifier.head->children().back()->parameters()) {
    parameter.detach().zero_();
  }
  EXPECT_NEAR(loss_under(0.0), std::log(2.0), 1e-5);  // both classes are given a half
  recipe_.train.loss = LossKind::focal;
  EXPECT_NEAR(loss_under(0.0), std::log(2.0), 1e-5);
  EXPECT_LT(loss_under(5.0), 0.75 * std::log(2.0));  // a half is near right for mixed films
  recipe_.train.label_smoothing = 0.5;
  EXPECT_NEAR(loss_under(0.0), 0.75 * std::log(1.5) + 0.25 * std::log(0.5), 1e-5);
}

// Each batch is mixed by one of the two; with CutMix alone every box of a film is another film's.
TEST_F(Epoch, CutmixStandsBesideMixup) {
  recipe_.augment = as_they_are;
  dataset_.images = dataset_.labels.to(torch::kFloat32).view({40, 1, 1, 1}).repeat({1, 1, 16, 16});
  const Batch batch{dataset_.images, dataset_.labels, 0};
  const auto shown_in = [&](int epoch) {
    return training_loss(learner_.classifier, batch, recipe_, stage_, epoch,
                         {c10::Device(c10::kCPU), torch::kFloat32, {}})
        .shown.item<double>();
  };
  const auto in_epochs = [&](double mixup, double cutmix) {
    stage_.mixup_alpha = mixup;
    stage_.cutmix_alpha = cutmix;
    std::vector<double> losses;
    for (int epoch = 0; epoch < 24; ++epoch) losses.push_back(shown_in(epoch));
    return losses;
  };
  learner_.classifier.module->eval();
  const auto mixup = in_epochs(0.4, 0.0), cutmix = in_epochs(0.0, 0.4), both = in_epochs(0.4, 0.4);
  int of_mixup = 0;
  for (std::size_t i = 0; i < both.size(); ++i) {
    EXPECT_NE(mixup[i], cutmix[i]);
    EXPECT_TRUE(both[i] == mixup[i] || both[i] == cutmix[i]) << i;
    of_mixup += static_cast<int>(both[i] == mixup[i]);
  }
  EXPECT_GT(of_mixup, 5);
  EXPECT_LT(of_mixup, 19);
}

TEST_F(Epoch, EveryLossAndMixupTrains) {
  recipe_.augment = as_they_are;
  const auto pattern = (torch::arange(16) % 2).to(torch::kFloat32).expand({20, 1, 16, 16});
  dataset_.images = torch::stack({pattern, pattern.transpose(2, 3)}, 1).reshape({40, 1, 16, 16});
  for (const LossKind loss : {LossKind::cross_entropy, LossKind::focal}) {
    for (const double alpha : {0.0, 0.4}) {
      begin_again(0.01);
      recipe_.train.loss = loss;
      const double before = loss_under(0.0);
      stage_.mixup_alpha = alpha;
      train_epochs(4, 1e-2);
      EXPECT_LT(loss_under(0.0), 0.5 * before) << static_cast<int>(loss) << " " << alpha;
    }
  }
}

TEST_F(Epoch, SavesBetweenBatchesWhatItHasCounted) {
  std::vector<std::int64_t> saved;
  const BetweenBatches between{.save = [&]() -> Status {
                                 saved.push_back(state_.batch);
                                 EXPECT_EQ(state_.films_seen, 8 * state_.batch);
                                 EXPECT_GT(state_.loss_sum, 0.0);
                                 return {};
                               },
                               .save_interval = std::chrono::seconds(0)};
  EXPECT_EQ(run(between).value(), EpochEnd::finished);
  EXPECT_EQ(saved, (std::vector<std::int64_t>{1, 2, 3, 4}));  // the epoch's end is the caller's
}

// Five batches, two to a step: the last step has one.
TEST_F(Epoch, TakesAStepOfEachGroupOfBatches) {
  recipe_.train.accumulate_batches = 2;
  std::vector<std::int64_t> asked, saved;
  const BetweenBatches between{.decide =
                                   [&](bool save_is_due) {
                                     asked.push_back(state_.batch);
                                     return Wishes{.save = save_is_due};
                                   },
                               .save = [&]() -> Status {
                                 saved.push_back(state_.batch);
                                 EXPECT_EQ(state_.films_seen, 8 * state_.batch);
                                 return {};
                               },
                               .save_interval = std::chrono::seconds(0)};
  EXPECT_EQ(run(between).value(), EpochEnd::finished);
  EXPECT_EQ(learner_.optimizer.steps, 3);
  EXPECT_EQ(state_.batch, 5);
  EXPECT_EQ(state_.films_seen, 40);
  EXPECT_EQ(asked, (std::vector<std::int64_t>{0, 2, 4}));
  EXPECT_EQ(saved, (std::vector<std::int64_t>{2, 4}));
}

// SGD without momentum moves a weight by rate * gradient: over three steps a cosine has 1, 3/4 and
// 1/4 of the highest rate, over two 1 and 1/2.
TEST_F(Epoch, TheScheduleCountsSteps) {
  recipe_.train.momentum = 0.0;
  stage_.schedule = {.kind = ScheduleKind::cosine};
  stage_.batch = 4;
  dataset_ = {dataset_.images.narrow(0, 0, 20), dataset_.labels.narrow(0, 0, 20)};
  for (const auto& [batches, shares] : std::vector<std::pair<int, std::vector<double>>>{
           {2, {1.0, 0.75, 0.25}}, {5, {1.0}}, {3, {1.0, 0.5}}}) {
    recipe_.train.accumulate_batches = batches;
    begin_again(0.0);
    learner_.optimizer = make_optimizer(learner_.classifier, OptimizerKind::sgd, 0.0);
    set_rates(learner_.optimizer, {.low = 0.01, .high = 0.01});
    state_ = {};
    const auto last = learner_.classifier.head->parameters().back();
    auto before = last.detach().clone();
    std::vector<double> found;
    const auto moved = [&](bool) {
      if (state_.batch > 0) {
        found.push_back((last.detach() - before).norm().item<double>() /
                        (0.01 * last.grad().norm().item<double>()));
      }
      before = last.detach().clone();
      return Wishes{};
    };
    ASSERT_TRUE(run({.decide = moved}));
    moved(false);
    ASSERT_EQ(found.size(), shares.size());
    for (std::size_t i = 0; i < shares.size(); ++i) EXPECT_NEAR(found[i], shares[i], 1e-3);
  }
}

TEST_F(Epoch, ASaveThatFailsEndsIt) {
  const auto end = run({.save = [] { return Status(fail(ErrorCode::io, "disk full")); },
                        .save_interval = std::chrono::seconds(0)});
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().message, "disk full");
  EXPECT_EQ(state_.batch, 1);
}

// A loss scale so high that every gradient overflows: no step, and half the scale after each.
TEST_F(Epoch, LeavesOutStepsWhoseGradientsOverflow) {
  learner_.loss_scale = {.enabled = true, .scale = 1e45};
  const auto before = learner_.classifier.head->parameters().back().clone();
  EXPECT_EQ(run().value(), EpochEnd::finished);
  EXPECT_EQ(state_.batch, 5);
  EXPECT_EQ(state_.films_seen, 0);
  EXPECT_EQ(learner_.optimizer.steps, 0);
  EXPECT_DOUBLE_EQ(read(learner_.loss_scale).scale, 1e45 / 32);
  EXPECT_TRUE(torch::equal(learner_.classifier.head->parameters().back(), before));
}

TEST_F(Epoch, ALossThatIsNotFiniteIsAnError) {
  dataset_.images[7] = std::numeric_limits<float>::quiet_NaN();
  const auto end = run();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, ErrorCode::runtime);
  EXPECT_THAT(end.error().message, HasSubstr("not finite in epoch 1"));
}

}  // namespace
}  // namespace chestlens
