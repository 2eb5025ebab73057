#include <chestlens/ensemble.hpp>
#include <chestlens/grad_cam.hpp>
#include <chestlens/prediction.hpp>
#include <chestlens/probability.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

/// Two classes, two feature maps of 1 x 2.
Card small_card() {
  Card card;
  card.name = "small";
  card.classes = {"viral", "normal"};
  card.temperature = 2.0;
  card.activation_features = 2;
  card.activation_height = 1;
  card.activation_width = 2;
  return card;
}

struct SmallOutputs {
  std::vector<float> logits{2.0F * std::log(3.0F), 0.0F};  // at temperature 2: 3/4 and 1/4
  std::vector<float> activations{4.0F, 1.0F, 0.0F, 3.0F};
  std::vector<float> cam_weights{1.0F, 0.0F, -1.0F, 1.0F};

  Result<Prediction> predict(const Card& card = small_card()) const {
    return predict_from({logits, activations, cam_weights}, card);
  }
};

void expect_mismatch(const Result<Prediction>& prediction, const std::string& words) {
  ASSERT_FALSE(prediction);
  EXPECT_EQ(prediction.error().code, ErrorCode::mismatch);
  EXPECT_EQ(to_string(prediction.error()),
            "small: the model gives " + words + ": export or download the bundle again");
}

TEST(PredictFrom, IsSoftmaxAtTheCardsTemperatureAndGradCamOfEveryClass) {
  const auto prediction = SmallOutputs().predict();
  ASSERT_TRUE(prediction) << to_string(prediction.error());
  ASSERT_EQ(prediction->probabilities.size(), 2U);
  EXPECT_NEAR(prediction->probabilities[0], 0.75, 1e-6);
  EXPECT_NEAR(prediction->probabilities[1], 0.25, 1e-6);
  ASSERT_EQ(prediction->heatmaps.size(), 2U);
  EXPECT_EQ(prediction->heatmaps[0].width_pixels, 2);
  EXPECT_EQ(prediction->heatmaps[0].height_pixels, 1);
  EXPECT_EQ(prediction->heatmaps[0].pixels, (std::vector<float>{1.0F, 0.25F}));
  EXPECT_EQ(prediction->heatmaps[1].pixels, (std::vector<float>{0.0F, 1.0F}));
}

TEST(PredictFrom, EveryLengthIsTheCards) {
  SmallOutputs outputs;
  outputs.logits.push_back(0.0F);
  expect_mismatch(outputs.predict(), "3 logits where its card says 2");
  outputs = {};
  outputs.activations.pop_back();
  expect_mismatch(outputs.predict(), "3 activations where its card says 4");
  outputs = {};
  outputs.cam_weights.clear();
  expect_mismatch(outputs.predict(), "0 cam_weights where its card says 4");
  Card card = small_card();
  card.activation_features = 4;  // as many values, another shape
  card.activation_width = 1;
  expect_mismatch(SmallOutputs().predict(card), "4 cam_weights where its card says 8");
}

TEST(PredictFrom, AValueThatIsNotFiniteIsRefusedWithTheModelsName) {
  for (auto SmallOutputs::* output :
       {&SmallOutputs::logits, &SmallOutputs::activations, &SmallOutputs::cam_weights}) {
    SmallOutputs outputs;
    (outputs.*output)[1] = std::numeric_limits<float>::quiet_NaN();
    const auto prediction = outputs.predict();
    ASSERT_FALSE(prediction);
    EXPECT_EQ(prediction.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(prediction.error().context, "small");
  }
}

TEST(Combine, OneMemberIsItselfToTheLastBit) {
  const Prediction alone{{0.1F, 0.2F, 0.7F},
                         {{2, 1, {1.0F, 0.3F}}, {2, 1, {0.0F, 0.0F}}, {2, 1, {0.7F, 1.0F}}}};
  const auto combined = combine(std::vector<WeightedPrediction>{{alone, 0.3}}, 1.0);
  ASSERT_TRUE(combined) << to_string(combined.error());
  EXPECT_EQ(combined->probabilities, alone.probabilities);
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_EQ(combined->heatmaps[c].pixels, alone.heatmaps[c].pixels);
  }
}

TEST(Combine, IsTheWeightedMeansOfProbabilitiesAndOfHeatmaps) {
  const std::vector<WeightedPrediction> members{
      {{{0.2F, 0.8F}, {{1, 1, {1.0F}}, {1, 1, {0.0F}}}}, 3.0},
      {{{0.6F, 0.4F}, {{2, 1, {0.0F, 1.0F}}, {2, 1, {1.0F, 0.5F}}}}, 1.0}};
  const auto combined = combine(members, 0.5);
  ASSERT_TRUE(combined) << to_string(combined.error());
  EXPECT_NEAR(combined->probabilities[0], 0.09 / (0.09 + 0.49), 1e-6);  // 0.3 and 0.7, squared
  ASSERT_EQ(combined->heatmaps.size(), 2U);
  EXPECT_EQ(combined->heatmaps[0].pixels, (std::vector<float>{0.75F, 1.0F}));
  EXPECT_EQ(combined->heatmaps[1].pixels, (std::vector<float>{1.0F, 0.5F}));
}

TEST(Combine, RefusesMembersThatDoNotFitTogether) {
  const Prediction two{{0.2F, 0.8F}, {{1, 1, {1.0F}}, {1, 1, {0.0F}}}};
  const auto refuses = [&](const Prediction& other, const std::string& part) {
    const auto combined = combine(std::vector<WeightedPrediction>{{two, 1.0}, {other, 1.0}}, 1.0);
    ASSERT_FALSE(combined) << part;
    EXPECT_EQ(combined.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(combined.error().message, HasSubstr(part));
  };
  refuses({{1.0F}, {{1, 1, {1.0F}}}}, "member 1 has 1 classes");
  refuses({{0.2F, 0.8F}, {{1, 1, {1.0F}}}}, "member 1 has 1 heat-maps for 2 classes");
  EXPECT_FALSE(combine({}, 1.0));
  EXPECT_FALSE(combine(std::vector<WeightedPrediction>{{two, -1.0}}, 1.0));
  EXPECT_FALSE(combine(std::vector<WeightedPrediction>{{two, 1.0}}, 0.0));
}

TEST(MostProbable, IsTheFirstOfEquals) {
  EXPECT_EQ(most_probable(std::vector<float>{0.2F, 0.4F, 0.4F}), 1);
  EXPECT_EQ(most_probable(std::vector<float>{1.0F}), 0);
}

}  // namespace
}  // namespace chestlens
