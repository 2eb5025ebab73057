#include "audit/estimates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace chestlens {
namespace {

PatientFilms pairs(std::size_t patients) {
  PatientFilms films;
  for (std::size_t i = 0; i < patients; ++i) films.push_back({2 * i, 2 * i + 1});
  return films;
}

TEST(MeanEstimate, LiesInItsIntervalWhichPatientsWiden) {
  std::vector<double> values;
  for (int i = 0; i < 60; ++i) values.push_back(i / 2 % 2 == 0 ? 0.2 : 0.6);
  PatientFilms single;
  for (std::size_t i = 0; i < 60; ++i) single.push_back({i});
  const Estimate by_film = mean_estimate(values, single);
  const Estimate by_patient = mean_estimate(values, pairs(30));
  EXPECT_NEAR(by_patient.value, 0.4, 1e-12);
  EXPECT_LT(by_patient.interval.low, 0.4);
  EXPECT_GT(by_patient.interval.high, 0.4);
  const auto width = [](const Estimate& one) { return one.interval.high - one.interval.low; };
  EXPECT_GT(width(by_patient), 1.2 * width(by_film));
}

TEST(MeanEstimate, LeavesOutWhatIsNoNumber) {
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NEAR(mean_estimate({1.0, nothing, 3.0, nothing}, pairs(2)).value, 2.0, 1e-12);
  EXPECT_TRUE(std::isnan(mean_estimate({nothing, nothing}, pairs(1)).value));
}

TEST(ShareEstimate, CountsTheFilmsThatItIsOf) {
  const std::vector<bool> is_true{true, true, false, false, true, false};
  EXPECT_NEAR(share_estimate(is_true, pairs(3)).value, 0.5, 1e-12);
  const auto first = [](std::size_t film) { return film < 3; };
  EXPECT_NEAR(share_estimate(is_true, pairs(3), first).value, 2.0 / 3.0, 1e-12);
  const auto none = [](std::size_t) { return false; };
  EXPECT_TRUE(std::isnan(share_estimate(is_true, pairs(3), none).value));
}

}  // namespace
}  // namespace chestlens
