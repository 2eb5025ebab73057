#include "trust/fit_trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace chestlens {
namespace {

using testing::HasSubstr;

/// Rows of correlated normal numbers about `centre`, the same for the same seed.
Rows normal_rows(std::size_t count, std::size_t width, float centre, unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> draw;
  Rows rows{width, {}};
  for (std::size_t i = 0; i < count; ++i) {
    const float common = draw(engine);
    for (std::size_t k = 0; k < width; ++k) {
      rows.values.push_back(centre + common + 0.3F * static_cast<float>(k + 1) * draw(engine));
    }
  }
  return rows;
}

DepthFeatures normal_features(std::size_t count, float centre, unsigned seed) {
  return {normal_rows(count, 4, centre, seed), normal_rows(count, 6, centre, seed + 100),
          normal_rows(count, 5, centre, seed + 200)};
}

TrustFilms plain_films() {
  return {normal_features(800, 0.0F, 1), std::vector<int>(800, 0), normal_features(600, 0.0F, 2),
          normal_features(100, 3.0F, 3)};
}

double share_above(const std::vector<double>& scores, double limit) {
  return static_cast<double>(
             std::ranges::count_if(scores, [&](double score) { return score > limit; })) /
         static_cast<double>(scores.size());
}

TEST(FitTrust, WarnsOfOneInTwentyOfSuchFilmsAndOfAllThatLieElsewhere) {
  const auto model = fit_trust(plain_films(), 2);
  ASSERT_TRUE(model) << to_string(model.error());
  const auto validation = trust_scores(*model, plain_films().validation).value();
  EXPECT_NEAR(share_above(validation, 1.0), 0.05, 0.003);
  EXPECT_NEAR(share_above(validation, model->unlike_limit / model->like_limit), 0.01, 0.003);
  const auto fresh = trust_scores(*model, normal_features(2000, 0.0F, 9)).value();
  EXPECT_NEAR(share_above(fresh, 1.0), 0.05, 0.035);
  const auto elsewhere = trust_scores(*model, normal_features(200, 12.0F, 10)).value();
  EXPECT_EQ(share_above(elsewhere, 1.0), 1.0);
}

TEST(FitTrust, IsNotFooledByACorrelation) {
  auto films = plain_films();
  const auto model = fit_trust(films, 2).value();
  // As far from the mean as usual in each number by itself, but against their correlation.
  DepthFeatures against = normal_features(1, 0.0F, 11);
  for (Rows& rows : against) {
    for (std::size_t k = 0; k < rows.width; ++k) rows.values[k] = k % 2 == 0 ? 1.8F : -1.8F;
  }
  EXPECT_GT(trust_scores(model, against).value().front(), 1.0);
}

TEST(FitTrust, LetsEverySourceCountTheSame) {
  // 780 films of one hospital, 20 of another that lies elsewhere.
  TrustFilms films = plain_films();
  const auto small = normal_features(20, 8.0F, 21);
  for (std::size_t d = 0; d < films.training.size(); ++d) {
    auto& values = films.training[d].values;
    std::copy(small[d].values.begin(), small[d].values.end(),
              values.end() - std::ssize(small[d].values));
  }
  const auto of_the_small = normal_features(500, 8.0F, 22);
  const auto together = fit_trust(films, 2).value();
  std::fill(films.training_sources.end() - 20, films.training_sources.end(), 1);
  const auto balanced = fit_trust(films, 2).value();
  const double before = share_above(trust_scores(together, of_the_small).value(), 1.0);
  const double after = share_above(trust_scores(balanced, of_the_small).value(), 1.0);
  EXPECT_GT(before, 0.5);
  EXPECT_LT(after, before / 2);
}

TEST(FitTrust, SetsLimitsThatRise) {
  const auto model = fit_trust(plain_films(), 1).value();
  EXPECT_LT(model.like_limit, model.unlike_limit);
  EXPECT_LE(model.unlike_limit, model.no_film_limit);
  EXPECT_EQ(model.scores.size(), 101U);
  EXPECT_TRUE(std::ranges::is_sorted(model.scores));
}

TEST(FitTrust, RefusesTooFewFilmsWithTheirNumber) {
  auto films = plain_films();
  films.validation = normal_features(3, 0.0F, 5);
  const auto model = fit_trust(films, 1);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("20 validation films or more, here are 800 and 3"));
}

}  // namespace
}  // namespace chestlens
