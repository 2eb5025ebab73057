#include "bundle/predictor.hpp"

#include "bundle/bundle.hpp"
#include "data/film.hpp"
#include "shipped_models.hpp"

#include <chestlens/preprocess.hpp>
#include <chestlens/probability.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

constexpr const char* ensemble_name = "mobilenet_v2-densenet121";

void expect_same(const Prediction& prediction, const Prediction& expected) {
  EXPECT_EQ(prediction.probabilities, expected.probabilities);
  ASSERT_EQ(prediction.heatmaps.size(), expected.heatmaps.size());
  for (std::size_t c = 0; c < expected.heatmaps.size(); ++c) {
    EXPECT_EQ(prediction.heatmaps[c].pixels, expected.heatmaps[c].pixels) << "class " << c;
  }
}

/// The way of a prediction on what the repository ships, from a film's file to its overlay.
class ShippedModels : public testing::TestWithParam<const char*> {
 protected:
  Predictor predictor(const std::string& name = GetParam()) const {
    return test::must(open_catalog_entry(test::shipped_models(), name, {.threads = 1}));
  }
  std::filesystem::path film(PhantomClass film_class = PhantomClass::viral) const {
    return test::write_film(folder_, film_class);
  }

 private:
  test::TemporaryFolder folder_;
};

TEST_P(ShippedModels, PredictAFilmAndDrawEveryClassOverIt) {
  const Predictor opened = predictor();
  const auto prediction = predict_film(opened, film());
  ASSERT_TRUE(prediction) << to_string(prediction.error());
  const auto& [probabilities, heatmaps, trust] = prediction->combined;
  ASSERT_EQ(probabilities.size(), 4U);
  EXPECT_NEAR(std::accumulate(probabilities.begin(), probabilities.end(), 0.0), 1.0, 1e-6);
  ASSERT_EQ(heatmaps.size(), 4U);
  std::vector<std::vector<std::uint8_t>> drawn;
  for (int c = 0; c < 4; ++c) {
    const auto& pixels = heatmaps[static_cast<std::size_t>(c)].pixels;
    EXPECT_GE(pixels.size(), 49U);  // what ships has 7 x 7 cells at least
    EXPECT_TRUE(
        std::ranges::all_of(pixels, [](float heat) { return heat >= 0.0F && heat <= 1.0F; }));
    const auto overlay = draw_overlay(opened, *prediction, c, 0.5F);
    ASSERT_TRUE(overlay) << to_string(overlay.error());
    EXPECT_EQ(overlay->width_pixels, 200);
    EXPECT_EQ(overlay->pixels.size(), 4U * 200U * 200U);
    drawn.push_back(overlay->pixels);
  }
  EXPECT_NE(drawn[0], drawn[3]) << "every class has the same overlay";
  const int best = most_probable(probabilities);
  const auto others = draw_overlay(opened, *prediction, best, 0.5F, ColorMap::turbo);
  ASSERT_TRUE(others);
  EXPECT_NE(drawn[static_cast<std::size_t>(best)], others->pixels);
}

TEST_P(ShippedModels, PredictWhatTheirOutputsSayToTheLastBit) {
  const Predictor opened = predictor();
  const auto path = film();
  const GreyImage image = test::must(read_film(path));
  std::vector<WeightedPrediction> members;
  for (const PredictorMember& member : opened.members) {
    const auto input = test::must(preprocess(image, member.card.input));
    const auto outputs = test::must(member.session.run(input.pixels, 1));
    members.push_back({test::must(predict_from({outputs.logits.values, outputs.activations.values,
                                                outputs.cam_weights.values},
                                               member.card)),
                       member.weight});
  }
  const auto prediction = test::must(predict_film(opened, path));
  expect_same(prediction.combined, test::must(combine(members, opened.temperature)));
  ASSERT_EQ(prediction.members.size(), members.size());
  for (std::size_t m = 0; m < members.size(); ++m) {
    expect_same(prediction.members[m].prediction, members[m].prediction);
  }
}

TEST_P(ShippedModels, AFilmThatCannotBeReadIsNamed) {
  const test::TemporaryFolder folder;
  const auto path = folder / "cut.png";
  const auto whole = test::must(read_file(film()));
  test::must(write_file_atomic(path, std::span(whole).first(whole.size() / 2)));
  const auto prediction = predict_film(predictor(), path);
  ASSERT_FALSE(prediction);
  EXPECT_EQ(prediction.error().context, path.string());
  EXPECT_EQ(prediction.error().code, ErrorCode::truncated);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedModels,
                         testing::Values("mobilenet_v2", "densenet121", ensemble_name),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(Predictor, AnEnsembleHasItsMembersOwnPredictions) {
  const test::TemporaryFolder folder;
  const auto path = test::write_film(folder, PhantomClass::covid19);
  const auto models = test::shipped_models();
  const auto both = test::must(open_catalog_entry(models, ensemble_name, {.threads = 1}));
  EXPECT_EQ(both.name, ensemble_name);
  const auto prediction = test::must(predict_film(both, path));
  ASSERT_EQ(prediction.members.size(), 2U);
  for (const std::size_t m : {0U, 1U}) {
    const auto alone = test::must(open_bundle(models / both.members[m].card.name, {.threads = 1}));
    expect_same(prediction.members[m].prediction, test::must(predict_film(alone, path)).combined);
  }
  EXPECT_NE(prediction.combined.probabilities, prediction.members[0].prediction.probabilities);
}

TEST(Predictor, WithoutANameTheCatalogsDefaultOpens) {
  EXPECT_EQ(test::must(open_catalog_entry(test::shipped_models(), "", {.threads = 1})).name,
            "mobilenet_v2");
  const auto none = open_catalog_entry(test::shipped_models(), "xception", {.threads = 1});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  EXPECT_THAT(none.error().message,
              HasSubstr("mobilenet_v2-densenet121, mobilenet_v2, densenet121"));
}

TEST(Predictor, TheReferenceFilmHasTheCertificatesLogits) {
  for (const char* name : {"mobilenet_v2", "densenet121"}) {
    const auto opened = test::must(open_bundle(test::shipped_models() / name, {.threads = 1}));
    const ParityCertificate& certificate = opened.members[0].card.certificate;
    const auto bytes =
        test::must(read_file(test::shipped_models() / name / certificate.reference_input));
    std::vector<float> input(bytes.size() / sizeof(float));
    std::ranges::copy(bytes, std::as_writable_bytes(std::span(input)).begin());
    const auto outputs = test::must(opened.members[0].session.run(input, 1));
    ASSERT_EQ(outputs.logits.values.size(), certificate.reference_logits.size());
    for (std::size_t c = 0; c < 4; ++c) {
      EXPECT_NEAR(outputs.logits.values[c], certificate.reference_logits[c], 1e-3) << name;
    }
  }
}

}  // namespace
}  // namespace chestlens
