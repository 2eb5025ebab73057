#include <chestlens/probability.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

constexpr float tolerance = 1e-7F;

void expect_near(const Result<std::vector<float>>& result, const std::vector<double>& expected) {
  ASSERT_TRUE(result) << to_string(result.error());
  ASSERT_EQ(result->size(), expected.size());
  for (std::size_t c = 0; c < expected.size(); ++c)
    EXPECT_NEAR((*result)[c], expected[c], tolerance);
}

TEST(Softmax, LogitsOfKnownOdds) {
  const std::vector<float> logits{0.0F, std::log(2.0F), std::log(5.0F)};
  expect_near(softmax(logits), {0.125, 0.25, 0.625});
}

TEST(Softmax, TemperatureTakesRootsOfTheOdds) {
  const std::vector<float> logits{0.0F, std::log(4.0F), std::log(25.0F)};
  expect_near(softmax(logits, 2.0), {0.125, 0.25, 0.625});
}

TEST(Softmax, LargeLogitsNeitherOverflowNorVanish) {
  const std::vector<float> logits{10'000.0F, 10'000.0F, -10'000.0F};
  expect_near(softmax(logits), {0.5, 0.5, 0.0});
  const std::vector<float> low{-1e30F, -1e30F};
  expect_near(softmax(low), {0.5, 0.5});
}

TEST(Softmax, RefusesBadInput) {
  const std::vector<float> good{1, 2};
  for (const double temperature : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    const auto result = softmax(good, temperature);
    ASSERT_FALSE(result) << temperature;
    EXPECT_EQ(result.error().code, ErrorCode::invalid_argument);
  }
  EXPECT_FALSE(softmax({}));
  const std::vector<float> bad{1, std::numeric_limits<float>::quiet_NaN()};
  const auto result = softmax(bad);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("logit 1"));
  const std::vector<float> infinite{std::numeric_limits<float>::infinity(), 0};
  EXPECT_FALSE(softmax(infinite));
}

TEST(Ensemble, WeighsByShare) {
  const std::vector<EnsembleMember> members{{{0.2F, 0.8F}, 3.0}, {{0.6F, 0.4F}, 1.0}};
  expect_near(ensemble_probabilities(members), {0.3, 0.7});
}

TEST(Ensemble, OneMemberIsItself) {
  const std::vector<EnsembleMember> members{{{0.25F, 0.75F}, 0.001}};
  expect_near(ensemble_probabilities(members), {0.25, 0.75});
}

// p^(1/T): at 0.5 the mean 0.3, 0.7 becomes 0.09, 0.49, of sum 1 again.
TEST(Ensemble, TemperatureSharpensTheMean) {
  const std::vector<EnsembleMember> members{{{0.2F, 0.8F}, 3.0}, {{0.6F, 0.4F}, 1.0}};
  expect_near(ensemble_probabilities(members, 0.5), {0.09 / 0.58, 0.49 / 0.58});
  const std::vector<EnsembleMember> sure{{{0.0F, 1.0F}, 1.0}};
  expect_near(ensemble_probabilities(sure, 0.5), {0.0, 1.0});
  EXPECT_FALSE(ensemble_probabilities(members, 0.0));
}

TEST(Ensemble, RefusesBadMembers) {
  const auto refuses = [](const std::vector<EnsembleMember>& members, std::string_view part) {
    const auto result = ensemble_probabilities(members);
    ASSERT_FALSE(result) << part;
    EXPECT_EQ(result.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(result.error().message, HasSubstr(part));
  };
  refuses({}, "no members");
  refuses({{{0.5F, 0.5F}, 1}, {{1.0F}, 1}}, "member 1 has 1 classes");
  refuses({{{}, 1}}, "0 classes");
  refuses({{{0.5F, 0.5F}, -1}}, "weight -1");
  refuses({{{0.5F, 0.5F}, std::nan("")}}, "weight");
  refuses({{{0.5F, 0.5F}, 0}, {{0.5F, 0.5F}, 0}}, "every weight of the ensemble is 0");
  refuses({{{std::nanf(""), 0.5F}, 1}}, "outside 0..1");
}

}  // namespace
}  // namespace chestlens
