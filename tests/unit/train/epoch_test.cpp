#include "train/epoch.hpp"

#include "support/tiny_network.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <limits>

namespace chestlens {
namespace {

TEST(ClassWeights, HaveAMeanOfOneOverTheFilms) {
  const auto labels = torch::tensor({0, 0, 0, 0, 0, 0, 0, 0, 1, 1}, torch::kInt64);
  EXPECT_FALSE(class_weights(ClassWeights::none, labels, 2).defined());
  for (const ClassWeights kind : {ClassWeights::balanced, ClassWeights::square_root}) {
    const auto weights = class_weights(kind, labels, 2);
    EXPECT_NEAR(weights.index_select(0, labels).mean().item<double>(), 1.0, 1e-6);
  }
  const auto balanced = class_weights(ClassWeights::balanced, labels, 2);
  EXPECT_NEAR((balanced[1] / balanced[0]).item<double>(), 4.0, 1e-5);
  const auto square_root = class_weights(ClassWeights::square_root, labels, 2);
  EXPECT_NEAR((square_root[1] / square_root[0]).item<double>(), 2.0, 1e-5);
}

TEST(Schedule, ConstantKeepsItsRateAndMomentum) {
  const Stage stage{.schedule = ScheduleKind::constant, .max_learning_rate = 0.3};
  for (const double position : {0.0, 0.5, 1.0}) {
    EXPECT_EQ(schedule_at(stage, 0.8, position).learning_rate, 0.3);
    EXPECT_EQ(schedule_at(stage, 0.8, position).momentum, 0.8);
  }
}

class Epoch : public testing::Test {
 protected:
  Epoch() {
    torch::manual_seed(3);
    recipe_.train.batch = 8;
    dataset_ = {torch::rand({40, 1, 16, 16}), torch::arange(40) % 2};
    classifier_ = test::make_tiny_network({.classes = 2}).value();
    optimizer_ = make_optimizer(*classifier_.module, OptimizerKind::adamw, 0.01);
  }
  Result<EpochEnd> run(double learning_rate, const std::function<bool()>& stop = {}) {
    const EpochPlan plan{
        {.epochs = 1, .schedule = ScheduleKind::constant, .max_learning_rate = learning_rate},
        0,
        0,
        "epoch"};
    return train_epoch(classifier_, optimizer_, dataset_, recipe_, plan,
                       {c10::Device(c10::kCPU), false, {}}, state_, stop);
  }

  Recipe recipe_;
  Dataset dataset_;
  Classifier classifier_;
  Optimizer optimizer_;
  TrainingState state_;
};

TEST_F(Epoch, CountsBatchesAndFilms) {
  EXPECT_EQ(run(1e-3).value(), EpochEnd::finished);
  EXPECT_EQ(state_.batch, 5);
  EXPECT_EQ(state_.films_seen, 40);
  EXPECT_GT(state_.loss_sum / 40.0, 0.1);
  EXPECT_EQ(optimizer_.steps, 5);
}

TEST_F(Epoch, StopsBetweenBatches) {
  int asked = 0;
  EXPECT_EQ(run(1e-3, [&] { return ++asked > 2; }).value(), EpochEnd::stopped);
  EXPECT_EQ(state_.batch, 2);
  EXPECT_EQ(state_.films_seen, 16);
}

TEST_F(Epoch, ALossThatIsNotFiniteIsAnError) {
  dataset_.images[7] = std::numeric_limits<float>::quiet_NaN();
  const auto end = run(1e-3);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, ErrorCode::runtime);
  EXPECT_NE(end.error().message.find("not finite in epoch 1"), std::string::npos);
}

}  // namespace
}  // namespace chestlens
