#include <chestlens/grad_cam.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

TEST(GradCam, WeighsTheMapsAndKeepsWhatIsPositive) {
  // Two maps of 2 x 3; weights 2 and -1 by hand.
  const std::vector<float> activations{1, 2, 3, 4, 5, 6, 10, 0, 1, 8, 2, 20};
  const std::vector<float> weights{2, -1};
  const Result<FloatImage> map = grad_cam(activations, {2, 2, 3}, weights);
  ASSERT_TRUE(map) << to_string(map.error());
  EXPECT_EQ(map->width_pixels, 3);
  EXPECT_EQ(map->height_pixels, 2);
  EXPECT_EQ(map->pixels, (std::vector<float>{0, 4, 5, 0, 8, 0}));
}

TEST(GradCam, NormalisesToAMaximumOfOne) {
  const FloatImage map = normalize_heatmap({2, 2, {0, 1, 2, 4}});
  EXPECT_EQ(map.pixels, (std::vector<float>{0, 0.25F, 0.5F, 1}));
  EXPECT_EQ(normalize_heatmap({2, 1, {0, 0}}).pixels, (std::vector<float>{0, 0}));
}

void expect_refused(const std::vector<float>& activations, const ActivationShape& shape,
                    const std::vector<float>& weights, std::string_view part) {
  const Result<FloatImage> map = grad_cam(activations, shape, weights);
  ASSERT_FALSE(map) << part;
  EXPECT_EQ(map.error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(map.error().message, HasSubstr(part));
}

TEST(GradCam, RefusesWhatDoesNotFit) {
  expect_refused({1, 2, 3}, {1, 2, 2}, {1}, "3 activations do not fill [1, 2, 2]");
  expect_refused({1, 2, 3, 4}, {1, 2, 2}, {1, 2}, "2 cam_weights for 1 feature maps");
  expect_refused({}, {0, 2, 2}, {}, "are empty");
  expect_refused({1}, {1, -1, -1}, {1}, "are empty");
}

TEST(GradCam, RefusesValuesThatAreNotFinite) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  constexpr float inf = std::numeric_limits<float>::infinity();
  constexpr float largest = std::numeric_limits<float>::max();
  expect_refused({1, nan}, {1, 1, 2}, {1}, "an activation is not finite");
  expect_refused({1, inf}, {1, 1, 2}, {1}, "an activation is not finite");
  expect_refused({1, 2}, {1, 1, 2}, {nan}, "a cam_weight is not finite");
  expect_refused({largest}, {1, 1, 1}, {largest}, "exceeds the range");
}

}  // namespace
}  // namespace chestlens
