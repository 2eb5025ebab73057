#include "curation/side_differences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

struct Films {
  Manifest manifest;
  std::vector<FilmTraits> traits;
};

/// Two classes of eighty films each, the last quarter of each test films; the lungs of class a are
/// larger on test films by `step`, all else is alike.
Films films_with_step(float step) {
  Films films;
  films.manifest.classes = {"a", "b"};
  for (int i = 0; i < 160; ++i) {
    const bool is_test = i % 80 >= 60;
    ManifestRow row;
    row.class_index = i / 80;
    row.patient_id = "p" + std::to_string(i % 80);
    row.source = "hospital";
    row.split = is_test ? DeclaredSplit::test : DeclaredSplit::train;
    films.manifest.films.push_back(row);
    const auto wave = [i](int period) { return 0.01F * static_cast<float>(i % period); };
    const bool is_larger = is_test && row.class_index == 0;
    films.traits.push_back({0.3F + wave(7) + (is_larger ? step : 0.0F), 0.5F + wave(5),
                            0.2F + wave(3), 1.0F + wave(4)});
  }
  return films;
}

TEST(SideDifferences, TheTraitThatChangesAtTheSplitComesFirst) {
  const Films films = films_with_step(0.1F);
  const auto differences = side_differences(films.manifest, films.traits);
  ASSERT_EQ(differences.size(), 2U);
  const SideDifference& first = differences.front();
  EXPECT_EQ(first.class_index, 0);
  EXPECT_EQ(film_trait_names[first.trait], "lungs' share of the film");
  EXPECT_EQ(first.training_films, 60U);
  EXPECT_EQ(first.test_films, 20U);
  EXPECT_NEAR(first.test_median - first.training_median, 0.1, 0.02);
  EXPECT_GT(first.area.area, 0.99);
  EXPECT_TRUE(first.is_told());
  EXPECT_FALSE(differences.back().is_told()) << "class b is alike on both sides";
}

TEST(SideDifferences, FewFilmsSayNothing) {
  Films films = films_with_step(0.1F);
  films.manifest.films.resize(79);  // 19 test films
  films.traits.resize(79);
  EXPECT_TRUE(side_differences(films.manifest, films.traits).empty());
}

TEST(SideDifferences, TheTextSaysWhatItMeansForValidation) {
  const Films films = films_with_step(0.1F);
  const std::string text =
      sides_text(side_differences(films.manifest, films.traits), films.manifest);
  EXPECT_THAT(text, HasSubstr("a, hospital"));
  EXPECT_THAT(text, HasSubstr("lungs' share of the film"));
  EXPECT_THAT(text, HasSubstr("do not foretell"));
  const Films alike = films_with_step(0.0F);
  EXPECT_THAT(sides_text(side_differences(alike.manifest, alike.traits), alike.manifest),
              Not(HasSubstr("do not foretell")));
}

// In the order of the numbers in the ids, whatever the manifest's: p9 before p10.
TEST(SideDifferences, TheChartFollowsTheSeriesAndPartsTheSides) {
  Films films = films_with_step(0.1F);
  const auto difference = side_differences(films.manifest, films.traits).front();
  std::swap(films.manifest.films[9], films.manifest.films[70]);
  std::swap(films.traits[9], films.traits[70]);
  const LineChart chart = side_chart(difference, films.manifest, films.traits);
  ASSERT_EQ(chart.series.size(), 2U);
  EXPECT_EQ(chart.series[0].name, "p#, training");
  EXPECT_EQ(chart.series[1].name, "p#, test");
  EXPECT_NEAR(chart.series[0].y[30], 0.33, 0.01);
  EXPECT_TRUE(std::isnan(chart.series[0].y[60]));
  EXPECT_TRUE(std::isnan(chart.series[1].y[59]));
  EXPECT_NEAR(chart.series[1].y[79], 0.43, 0.01);
}

}  // namespace
}  // namespace chestlens
