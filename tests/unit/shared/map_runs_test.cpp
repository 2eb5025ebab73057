#include "support/map_numbers.hpp"

#include <chestlens/map_runs.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace chestlens {
namespace {

using ::testing::HasSubstr;
namespace average_pool = test::average_pool;

constexpr ActivationShape map_shape{test::map_features, test::map_height, test::map_width};

MapOutputs outputs_of_average_pool() {
  return {map_shape,
          average_pool::logits,
          average_pool::activations,
          average_pool::cam_weights,
          average_pool::evidence,
          average_pool::logit_bias,
          average_pool::max_weights};
}

/// As many values a film as are wanted, each the film's mean and a little more.
RunModel means(std::size_t values) {
  return [values](std::span<const float> inputs, int films) -> Result<std::vector<float>> {
    const std::size_t volume = inputs.size() / static_cast<std::size_t>(films);
    std::vector<float> outputs;
    for (std::size_t first = 0; first < inputs.size(); first += volume) {
      const auto film = inputs.subspan(first, volume);
      const float mean =
          std::accumulate(film.begin(), film.end(), 0.0F) / static_cast<float>(volume);
      for (std::size_t i = 0; i < values; ++i) outputs.push_back(mean + static_cast<float>(i) / 8);
    }
    return outputs;
  };
}

FloatImage ramp_film() {
  FloatImage film{24, 24, std::vector<float>(24UL * 24UL)};
  std::iota(film.pixels.begin(), film.pixels.end(), 0.0F);
  return film;
}

TEST(MapRuns, MadeOneByOneAreThoseOfTheMethod) {
  const MapOutputs outputs = outputs_of_average_pool();
  const FloatImage film = ramp_film();
  for (const MapMethod method : {MapMethod::recipro_cam, MapMethod::ablation_cam,
                                 MapMethod::fine_hires_cam, MapMethod::occlusion}) {
    const auto runs = map_runs(method, outputs, film);
    ASSERT_TRUE(runs) << to_string(runs.error());
    const RunModel model = means(runs->values);
    std::vector<float> all;
    for (int i = 0; i < runs->films; ++i) {
      const auto values = model(runs->inputs(i, 1), 1);
      ASSERT_TRUE(check_run(*runs, *values, 1));
      all.insert(all.end(), values->begin(), values->end());
    }
    const auto one_by_one = runs->maps(all);
    const auto whole = explain(method, outputs,
                               {.head = model, .evidence = model, .network = model, .film = film});
    ASSERT_TRUE(one_by_one && whole);
    ASSERT_EQ(whole->size(), outputs.logits.size());
    for (std::size_t c = 0; c < whole->size(); ++c) {
      EXPECT_EQ((*one_by_one)[c].pixels, (*whole)[c].pixels) << to_string(runs->part);
    }
  }
}

TEST(MapRuns, TellWhatRunsAndHowOften) {
  const MapOutputs outputs = outputs_of_average_pool();
  const auto recipro = map_runs(MapMethod::recipro_cam, outputs, {});
  ASSERT_TRUE(recipro);
  EXPECT_EQ(to_string(recipro->part), "head");
  EXPECT_EQ(recipro->films, test::map_height * test::map_width);
  const auto ablation = map_runs(MapMethod::ablation_cam, outputs, {});
  EXPECT_EQ(ablation->films, test::map_features);
  const auto fine = map_runs(MapMethod::fine_hires_cam, outputs, ramp_film());
  EXPECT_EQ(to_string(fine->part), "evidence");
  EXPECT_EQ(fine->films, 16);
  const auto occlusion = map_runs(MapMethod::occlusion, outputs, ramp_film());
  EXPECT_EQ(to_string(occlusion->part), "network");
  EXPECT_EQ(occlusion->films, 4);  // patches of 16 from 0 and from 8 on
  EXPECT_THAT(map_runs(MapMethod::hires_cam, outputs, {}).error().message,
              HasSubstr("HiResCAM takes no runs"));
}

TEST(MapRuns, RefuseOutputsOfOtherFilms) {
  const auto runs = map_runs(MapMethod::recipro_cam, outputs_of_average_pool(), {});
  ASSERT_TRUE(runs);
  EXPECT_EQ(check_run(*runs, std::vector<float>(7), 2).error().code, ErrorCode::mismatch);
}

}  // namespace
}  // namespace chestlens
