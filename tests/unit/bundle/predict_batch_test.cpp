#include "bundle/bundle.hpp"
#include "bundle/predictor.hpp"
#include "data/film.hpp"
#include "shipped_models.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

// ONNX Runtime may choose another kernel for another batch.
constexpr double probability_tolerance = 1e-5;

void expect_near(const std::vector<float>& values, const std::vector<float>& expected) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_NEAR(values[i], expected[i], probability_tolerance);
  }
}

/// Three films of the shipped models, predicted together.
class PredictBatch : public testing::TestWithParam<const char*> {
 protected:
  PredictBatch()
      : predictor_(
            test::must(open_catalog_entry(test::shipped_models(), GetParam(), {.threads = 1}))) {
    for (const auto kind : {PhantomClass::viral, PhantomClass::normal, PhantomClass::covid19}) {
      paths_.push_back(test::write_film(folder_, kind));
      prepared_.push_back(
          test::must(prepare_film(predictor_, test::must(read_film(paths_.back())))));
    }
  }

  const Predictor predictor_;
  const test::TemporaryFolder folder_;
  std::vector<std::filesystem::path> paths_;
  std::vector<PreparedFilm> prepared_;
};

TEST_P(PredictBatch, GivesEachFilmWhatItGetsAlone) {
  auto together = test::must(predict_batch(predictor_, prepared_, /*with_heatmaps=*/true));
  ASSERT_EQ(together.size(), paths_.size());
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    const auto alone = test::must(predict_film(predictor_, paths_[i]));
    const auto film = test::must(std::move(together[i]));
    expect_near(film.combined.probabilities, alone.combined.probabilities);
    ASSERT_EQ(film.combined.heatmaps.size(), alone.combined.heatmaps.size());
    for (std::size_t c = 0; c < alone.combined.heatmaps.size(); ++c) {
      EXPECT_EQ(film.combined.heatmaps[c].pixels.size(), alone.combined.heatmaps[c].pixels.size());
    }
    ASSERT_EQ(film.members.size(), predictor_.members.size());
    for (std::size_t m = 0; m < film.members.size(); ++m) {
      expect_near(film.members[m].prediction.probabilities,
                  alone.members[m].prediction.probabilities);
    }
  }
}

TEST_P(PredictBatch, WithoutHeatmapsHasTheSameProbabilities) {
  auto with = test::must(predict_batch(predictor_, prepared_, /*with_heatmaps=*/true));
  auto without = test::must(predict_batch(predictor_, prepared_, /*with_heatmaps=*/false));
  for (std::size_t i = 0; i < prepared_.size(); ++i) {
    const auto film = test::must(std::move(without[i]));
    EXPECT_EQ(film.combined.probabilities, test::must(std::move(with[i])).combined.probabilities);
    EXPECT_TRUE(film.combined.heatmaps.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Models, PredictBatch,
                         testing::Values("mobilenet_v2", "mobilenet_v2-densenet121"),
                         [](const auto& test) {
                           return std::string(test.param).substr(0, 12) +
                                  std::to_string(test.index);
                         });

TEST(PredictBatchOfOne, AFilmWithoutANumberFailsAlone) {
  const auto predictor =
      test::must(open_bundle(test::shipped_models() / "mobilenet_v2", {.threads = 1}));
  const test::TemporaryFolder folder;
  const auto film = test::must(read_film(test::write_film(folder, PhantomClass::viral)));
  std::vector<PreparedFilm> films(3, test::must(prepare_film(predictor, film)));
  for (float& value : films[1].inputs.front().pixels)
    value = std::numeric_limits<float>::quiet_NaN();
  auto predictions = test::must(predict_batch(predictor, films, /*with_heatmaps=*/false));
  ASSERT_EQ(predictions.size(), 3U);
  EXPECT_TRUE(predictions[0]);
  EXPECT_FALSE(predictions[1]);
  EXPECT_TRUE(predictions[2]);
  EXPECT_TRUE(test::must(predict_batch(predictor, {}, /*with_heatmaps=*/true)).empty());
}

TEST(Devices, WithoutCudaItIsRefusedWithTheWayOut) {
  if (has_cuda_provider()) GTEST_SKIP() << "this ONNX Runtime has CUDA";
  const auto opened = open_bundle(test::shipped_models() / "mobilenet_v2",
                                  SessionOptions{.threads = 1, .device = Device::cuda});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::unsupported);
  EXPECT_THAT(to_string(opened.error()), HasSubstr("CHESTLENS_ORT_ROOT"));
}

TEST(AskedOutputs, OnlyWhatIsAskedForComesBack) {
  const auto bundle = test::must(read_bundle(test::shipped_models() / "mobilenet_v2"));
  const auto session = test::must(OnnxSession::open(bundle.model, "model", 1, &bundle.card));
  const auto all = test::must(session.run(bundle.reference, 1));
  const auto heat = test::must(session.run(bundle.reference, 1, {.features = false}));
  const auto features = test::must(session.run(bundle.reference, 1, {.heatmaps = false}));
  EXPECT_EQ(heat.logits.values, all.logits.values);
  EXPECT_EQ(heat.activations.values, all.activations.values);
  EXPECT_EQ(heat.cam_weights.values, all.cam_weights.values);
  EXPECT_TRUE(heat.features.values.empty());
  EXPECT_EQ(features.features.values, all.features.values);
  EXPECT_TRUE(features.activations.values.empty() && features.cam_weights.values.empty());
}

}  // namespace
}  // namespace chestlens
