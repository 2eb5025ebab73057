#include "support/map_numbers.hpp"

#include <chestlens/explain.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace chestlens {
namespace {

using ::testing::HasSubstr;
namespace average_pool = test::average_pool;
namespace concat_pool = test::concat_pool;

constexpr ActivationShape map_shape{test::map_features, test::map_height, test::map_width};
constexpr std::size_t map_area = test::map_height * test::map_width;

MapOutputs outputs_of_average_pool() {
  return {map_shape,
          average_pool::logits,
          average_pool::activations,
          average_pool::cam_weights,
          average_pool::evidence,
          average_pool::logit_bias,
          average_pool::max_weights};
}

MapOutputs outputs_of_concat_pool() {
  return {map_shape,
          concat_pool::logits,
          concat_pool::activations,
          concat_pool::cam_weights,
          concat_pool::evidence,
          concat_pool::logit_bias,
          concat_pool::max_weights};
}

/// W x + b.
std::vector<float> linear(const std::vector<float>& x, const std::vector<float>& weight,
                          std::vector<float> bias) {
  for (std::size_t i = 0; i < bias.size(); ++i) {
    for (std::size_t j = 0; j < x.size(); ++j) bias[i] += weight[i * x.size() + j] * x[j];
  }
  return bias;
}

std::vector<float> head_of_average_pool(std::span<const float> maps) {
  std::vector<float> means;
  for (std::size_t f = 0; f < test::map_features; ++f) {
    const auto map = maps.subspan(f * map_area, map_area);
    means.push_back(std::accumulate(map.begin(), map.end(), 0.0F) / map_area);
  }
  return linear(means, average_pool::weight_0, average_pool::bias_0);
}

std::vector<float> head_of_concat_pool(std::span<const float> maps) {
  std::vector<float> pooled;
  for (std::size_t f = 0; f < test::map_features; ++f) {
    pooled.push_back(std::ranges::max(maps.subspan(f * map_area, map_area)));
  }
  for (std::size_t f = 0; f < test::map_features; ++f) {
    const auto map = maps.subspan(f * map_area, map_area);
    pooled.push_back(std::accumulate(map.begin(), map.end(), 0.0F) / map_area);
  }
  auto hidden = linear(pooled, concat_pool::weight_0, concat_pool::bias_0);
  for (float& value : hidden) value = std::max(value, 0.0F);
  return linear(hidden, concat_pool::weight_1, concat_pool::bias_1);
}

template <typename Head>
RunModel each_film(Head head) {
  return [head](std::span<const float> inputs, int films) -> Result<std::vector<float>> {
    const std::size_t volume = inputs.size() / static_cast<std::size_t>(films);
    std::vector<float> logits;
    for (std::size_t film = 0; film * volume < inputs.size(); ++film) {
      const auto of_film = head(inputs.subspan(film * volume, volume));
      logits.insert(logits.end(), of_film.begin(), of_film.end());
    }
    return logits;
  };
}

/// `expected` is [C,h,w]; the library adds 1e-6 here and there.
void expect_maps(const Result<std::vector<FloatImage>>& maps, const std::vector<float>& expected,
                 float tolerance = 1e-4F) {
  ASSERT_TRUE(maps) << to_string(maps.error());
  ASSERT_EQ(maps->size(), std::size_t{test::map_classes});
  for (std::size_t c = 0; c < maps->size(); ++c) {
    ASSERT_EQ((*maps)[c].pixels.size(), map_area);
    EXPECT_EQ((*maps)[c].width_pixels, test::map_width);
    const auto of_class = std::span(expected).subspan(c * map_area, map_area);
    const float unit = std::ranges::max(of_class, {}, [](float value) { return std::abs(value); });
    for (std::size_t i = 0; i < map_area; ++i) {
      EXPECT_NEAR((*maps)[c].pixels[i], of_class[i], tolerance * std::abs(unit))
          << "class " << c << ", position " << i;
    }
  }
}

TEST(Explain, HiResCamIsPytorchsAndAddsUpToTheLogit) {
  for (const MapOutputs& outputs : {outputs_of_average_pool(), outputs_of_concat_pool()}) {
    const auto sums = evidence_sums(outputs);
    ASSERT_TRUE(sums) << to_string(sums.error());
    ASSERT_EQ(sums->size(), outputs.logits.size());
    for (std::size_t c = 0; c < sums->size(); ++c) {
      const EvidenceSum& sum = (*sums)[c];
      EXPECT_NEAR(sum.evidence + sum.bias, outputs.logits[c], 1e-4 * std::abs(outputs.logits[c]));
      EXPECT_EQ(sum.logit, outputs.logits[c]);
    }
  }
  expect_maps(explain(MapMethod::hires_cam, outputs_of_average_pool()), average_pool::hires_cam);
  expect_maps(explain(MapMethod::hires_cam, outputs_of_concat_pool()), concat_pool::hires_cam);
}

TEST(Explain, GradCamIsPytorchGradCams) {
  expect_maps(explain(MapMethod::grad_cam, outputs_of_average_pool()), average_pool::grad_cam);
  expect_maps(explain(MapMethod::grad_cam, outputs_of_concat_pool()), concat_pool::grad_cam);
}

TEST(Explain, GradCamPlusPlusIsPytorchGradCams) {
  expect_maps(explain(MapMethod::grad_cam_plus_plus, outputs_of_average_pool()),
              average_pool::grad_cam_plus_plus);
  expect_maps(explain(MapMethod::grad_cam_plus_plus, outputs_of_concat_pool()),
              concat_pool::grad_cam_plus_plus);
}

TEST(Explain, GradCamPlusPlusIsRefusedOfAHeadThatFlattens) {
  // The evidence of a head whose gradient is not the same everywhere.
  MapOutputs outputs = outputs_of_average_pool();
  std::vector<float> evidence(average_pool::evidence);
  std::swap(evidence[0], evidence[9]);
  outputs.evidence = evidence;
  const auto maps = grad_cam_plus_plus(outputs);
  ASSERT_FALSE(maps);
  EXPECT_EQ(maps.error().code, ErrorCode::unsupported);
  EXPECT_THAT(maps.error().message, HasSubstr("a head that flattens"));
}

TEST(Explain, AblationCamIsPytorchGradCams) {
  expect_maps(explain(MapMethod::ablation_cam, outputs_of_average_pool(),
                      {.head = each_film(head_of_average_pool)}),
              average_pool::ablation_cam);
  expect_maps(explain(MapMethod::ablation_cam, outputs_of_concat_pool(),
                      {.head = each_film(head_of_concat_pool)}),
              concat_pool::ablation_cam);
}

TEST(Explain, EigenCamIsTheFirstSingularVector) {
  const auto map = eigen_cam(test::eigen::activations, map_shape);
  ASSERT_TRUE(map) << to_string(map.error());
  for (std::size_t i = 0; i < map_area; ++i) {
    EXPECT_NEAR(map->pixels[i], test::eigen::by_svd[i], 1e-5);
  }
  // pytorch-grad-cam does not choose a sign.
  const auto centred = eigen_cam(test::eigen::centred, map_shape);
  ASSERT_TRUE(centred);
  const float sign = centred->pixels[0] * test::eigen::of_centred[0] < 0 ? -1.0F : 1.0F;
  for (std::size_t i = 0; i < map_area; ++i) {
    EXPECT_NEAR(sign * centred->pixels[i], test::eigen::of_centred[i], 1e-4);
  }
}

TEST(Explain, EigenCamOfNothingIsFlat) {
  const std::vector<float> zeros(map_area * test::map_features, 0.0F);
  const auto map = eigen_cam(zeros, map_shape);
  ASSERT_TRUE(map);
  EXPECT_EQ(map_content(*map), MapContent::nothing_for);
}

TEST(Explain, ReciproCamShowsTheHeadOnePlaceAlone) {
  // One map of one hot cell in a corner; the logits are (10 * its mean, 0). Seen from its own cell
  // a quarter of it is there, from a neighbour an eighth, from across a sixteenth.
  std::vector<float> hot(9, 0.0F);
  hot[0] = 7.2F;
  const std::vector<float> logits{8.0F, 0.0F};
  const MapOutputs outputs{.shape = {1, 3, 3}, .logits = logits, .activations = hot};
  const RunModel head = each_film([](std::span<const float> map) {
    return std::vector<float>{10.0F * std::accumulate(map.begin(), map.end(), 0.0F) / 9.0F, 0.0F};
  });
  const auto maps = explain(MapMethod::recipro_cam, outputs, {.head = head});
  ASSERT_TRUE(maps) << to_string(maps.error());
  const auto above_half = [](double logit) { return 1.0 / (1.0 + std::exp(-logit)) - 0.5; };
  const std::vector<float>& first = (*maps)[0].pixels;
  EXPECT_NEAR(first[0], above_half(2.0), 1e-6);
  EXPECT_NEAR(first[1], above_half(1.0), 1e-6);
  EXPECT_NEAR(first[3], above_half(1.0), 1e-6);
  EXPECT_NEAR(first[4], above_half(0.5), 1e-6);
  EXPECT_EQ(first[8], 0.0F);
  EXPECT_NEAR((*maps)[1].pixels[8], above_half(2.0), 1e-6);
  EXPECT_EQ((*maps)[1].pixels[0], 0.0F);
}

TEST(Explain, SaysWhatIsMissing) {
  const MapOutputs outputs{.shape = map_shape,
                           .logits = average_pool::logits,
                           .activations = average_pool::activations,
                           .cam_weights = average_pool::cam_weights};
  for (const MapMethod method : {MapMethod::hires_cam, MapMethod::grad_cam_plus_plus}) {
    const auto maps = explain(method, outputs);
    ASSERT_FALSE(maps);
    EXPECT_EQ(maps.error().code, ErrorCode::unsupported);
    EXPECT_THAT(maps.error().message, HasSubstr("this one is of format 1: export it again"));
  }
  EXPECT_THAT(explain(MapMethod::recipro_cam, outputs).error().message, HasSubstr("needs the net"));
  EXPECT_THAT(explain(MapMethod::occlusion, outputs).error().message, HasSubstr("needs the net"));
  auto too_few = outputs;
  too_few.activations = too_few.activations.first(7);
  EXPECT_THAT(explain(MapMethod::eigen_cam, too_few).error().message,
              HasSubstr("7 activations do not fill [5, 3, 4]"));
  auto activations = average_pool::activations;
  activations[3] = std::numeric_limits<float>::infinity();
  too_few.activations = activations;
  EXPECT_THAT(explain(MapMethod::eigen_cam, too_few).error().message, HasSubstr("not finite"));
}

TEST(Explain, AHeadsOwnErrorsComeUp) {
  const auto refuse = [](std::span<const float>, int) -> Result<std::vector<float>> {
    return fail(ErrorCode::runtime, "no memory");
  };
  const auto one_logit = [](std::span<const float>, int) -> Result<std::vector<float>> {
    return std::vector{1.0F};
  };
  for (const MapMethod method : {MapMethod::recipro_cam, MapMethod::ablation_cam}) {
    const auto refused = explain(method, outputs_of_average_pool(), {.head = refuse});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "no memory");
    EXPECT_EQ(explain(method, outputs_of_average_pool(), {.head = one_logit}).error().code,
              ErrorCode::mismatch);
  }
}

TEST(Explain, TellsAMapWithoutEvidence) {
  EXPECT_EQ(map_content({2, 1, {-1.0F, 0.5F}}), MapContent::evidence);
  EXPECT_EQ(map_content({2, 1, {-1.0F, 0.0F}}), MapContent::nothing_for);
  EXPECT_EQ(map_content({2, 1, {0.0F, 0.0F}}), MapContent::nothing_for);
  EXPECT_EQ(map_content({2, 1, {3.0F, 3.0F}}), MapContent::flat);
  EXPECT_EQ(in_words(MapContent::nothing_for), "no place speaks for it");
  EXPECT_EQ(in_words(EvidenceSum{3.1, 0.9, 4.0}),
            "adds up to 3.10 of the logit's 4.00; 0.90 is the bias");
}

TEST(Explain, EveryMethodGoesByItsName) {
  for (const MapMethodInfo& method : map_methods()) {
    EXPECT_EQ(parse_map_method(method.name).value(), method.method);
    EXPECT_EQ(&map_method_info(method.method), &method);
  }
  const auto unknown = parse_map_method("lime");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message,
            "no method \"lime\"; there are hirescam, gradcam, gradcam++, eigencam, reciprocam, "
            "ablationcam, hirescam-fine, occlusion");
}

}  // namespace
}  // namespace chestlens
