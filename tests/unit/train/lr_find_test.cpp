#include "train/lr_find.hpp"

#include "support/tiny_network.hpp"
#include "weights/module_weights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

const RateSearch search;

std::vector<RatePoint> points_of(const std::vector<double>& losses) {
  std::vector<RatePoint> points;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const double position = static_cast<double>(i) / search.iterations;
    points.push_back(
        {search.lowest * std::pow(search.highest / search.lowest, position), losses[i]});
  }
  return points;
}

class FindRates : public testing::Test {
 protected:
  FindRates() {
    at::set_num_threads(1);
    torch::manual_seed(3);
    dataset_ = {torch::rand({40, 1, 16, 16}), torch::arange(40) % 2};
    learner_.classifier = test::make_tiny_network({.classes = 2}).value();
    learner_.optimizer = make_optimizer(learner_.classifier, OptimizerKind::sgd, 0.01);
    learner_.average = start_average(*learner_.classifier.module, 0.9);
  }
  Result<std::vector<RatePoint>> find(const RateSearch& how = search) {
    return find_rates(learner_, dataset_, recipe_, stage_,
                      {c10::Device(c10::kCPU), torch::kFloat32, {}}, how);
  }

  Recipe recipe_;
  const Stage stage_{.batch = 8};
  Dataset dataset_;
  Learner learner_;
};

TEST_F(FindRates, GrowsExponentiallyAndStopsWhereTheLossDiverges) {
  const auto points = find().value();
  ASSERT_GT(points.size(), 20U);
  double lowest = points[0].loss;
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_NEAR(points[i].learning_rate / (1e-7 * std::pow(10.0, 0.08 * static_cast<double>(i))),
                1.0, 1e-9);
    if (i + 1 < points.size()) {
      EXPECT_LE(points[i].loss, 4.0 * std::min(lowest, points[i].loss));
    }
    lowest = std::min(lowest, points[i].loss);
  }
  if (points.size() < 100U) {
    EXPECT_GT(points.back().loss, 4.0 * lowest);
  }
}

TEST_F(FindRates, LeavesTheLearnerAsItWas) {
  std::map<std::string, torch::Tensor> weights;
  for (const auto& [name, tensor] : weights_of(*learner_.classifier.module)) {
    weights.emplace(name, tensor.clone());
  }
  learner_.optimizer.groups[0].first[0].fill_(0.5);
  learner_.optimizer.steps = 7;
  ASSERT_TRUE(find());
  for (const auto& [name, tensor] : weights_of(*learner_.classifier.module)) {
    EXPECT_TRUE(torch::equal(tensor, weights.at(name))) << name;
    EXPECT_TRUE(torch::equal(learner_.average.tensors.at(name), weights.at(name))) << name;
  }
  EXPECT_EQ(learner_.optimizer.steps, 7);
  EXPECT_EQ(learner_.optimizer.groups[0].first[0].mean().item<double>(), 0.5);
  EXPECT_EQ(learner_.optimizer.groups[0].max_learning_rate, 1e-3);
  EXPECT_TRUE(gradients_of(learner_.optimizer).empty());
}

TEST_F(FindRates, IsTheSameEachTime) {
  const auto one = find().value();
  const auto two = find().value();
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].loss, two[i].loss);
}

TEST_F(FindRates, CanBeStopped) {
  int asked = 0;
  const auto points = find({.stop_requested = [&] { return ++asked > 3; }});
  ASSERT_FALSE(points);
  EXPECT_EQ(points.error().code, ErrorCode::interrupted);
}

// fastai leaves out the first tenth and the last five. The fall from 45 to 55 is the steepest; the
// single step at 20 is steeper than any two neighbours of it, and chance.
TEST(SuggestRates, SteepestIsTheGreatestFall) {
  std::vector<double> losses(100, 2.0);
  for (std::size_t i = 21; i < losses.size(); ++i) losses[i] = 1.8;
  for (std::size_t i = 46; i < losses.size(); ++i) {
    losses[i] = losses[i - 1] - (i <= 55 ? 0.1 : 0.0);
  }
  losses[3] = 100.0;  // a fall among those left out
  const auto points = points_of(losses);
  EXPECT_EQ(suggest_rates(points, search).value().steepest, points[50].learning_rate);
}

// By hand: losses[i] = 95 - i for all 85 kept points, so valley() has max_end 84, length 85, start
// -1, sections 85/3, index -1 + 28 + 14 = 41 of the kept, 51 of all.
TEST(SuggestRates, ValleyIsTheMiddleOfTheLongestDescent) {
  std::vector<double> losses;
  for (int i = 0; i < 100; ++i) losses.push_back(195.0 - i);
  auto points = points_of(losses);
  EXPECT_EQ(suggest_rates(points, search).value().valley, points[51].learning_rate);
  // Rising from kept point 40 on: max_end 40, length 41, start -1, index -1 + 13 + 6 = 18.
  for (std::size_t i = 51; i < 100; ++i) points[i].loss = 1000.0 + static_cast<double>(i);
  EXPECT_EQ(suggest_rates(points, search).value().valley, points[28].learning_rate);
}

TEST(SuggestRates, TooFewPointsAreAnError) {
  const auto suggested = suggest_rates(points_of(std::vector<double>(16, 1.0)), search);
  ASSERT_FALSE(suggested);
  EXPECT_THAT(suggested.error().message, HasSubstr("only 16 rates"));
}

}  // namespace
}  // namespace chestlens
