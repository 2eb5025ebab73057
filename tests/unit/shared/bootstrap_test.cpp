#include <chestlens/bootstrap.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chestlens {
namespace {

TEST(Bootstrap, GroupsFilmsByPatientInOrderOfAppearance) {
  const std::vector<std::string> patients{"b", "a", "b", "c", "a", "b"};
  EXPECT_EQ(films_by_patient(patients), (PatientFilms{{0, 2, 5}, {1, 4}, {3}}));
}

TEST(Bootstrap, DrawsWholePatients) {
  const PatientFilms patients{{0, 1, 2}, {3}, {4, 5}};
  std::mt19937_64 random(7);
  for (int draw = 0; draw < 50; ++draw) {
    const auto films = draw_patients(patients, random);
    const auto count = [&](std::size_t film) { return std::ranges::count(films, film); };
    EXPECT_EQ(count(0), count(1));
    EXPECT_EQ(count(0), count(2));
    EXPECT_EQ(count(4), count(5));
    EXPECT_EQ(count(0) + count(3) + count(4), 3);
  }
}

TEST(Bootstrap, DrawsEveryIndexEquallyOften) {
  std::mt19937_64 random(1);
  std::vector<int> counts(5);
  for (int draw = 0; draw < 50'000; ++draw) ++counts[draw_index(5, random)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 4 * std::sqrt(10'000 * 0.8));
}

TEST(Bootstrap, PercentilesInterpolateBetweenOrderStatistics) {
  std::vector<double> values(101);
  std::iota(values.rbegin(), values.rend(), 0.0);
  const Interval interval = percentile_interval(values, 0.95);
  EXPECT_NEAR(interval.low, 2.5, 1e-9);
  EXPECT_NEAR(interval.high, 97.5, 1e-9);
  EXPECT_DOUBLE_EQ(percentile_interval({3.0}, 0.95).low, 3.0);
}

// The interval of a proportion's mean agrees with the normal approximation, and one patient with
// many films counts as one.
TEST(Bootstrap, IntervalOfAProportionIsTheTextbooks) {
  std::vector<std::string> patients;
  for (int i = 0; i < 400; ++i) patients.push_back(std::to_string(i));
  const auto groups = films_by_patient(patients);
  const auto share_right = [&](std::mt19937_64& random) {
    const auto films = draw_patients(groups, random);
    const auto right = std::ranges::count_if(films, [](std::size_t film) { return film < 320; });
    return std::vector<double>{static_cast<double>(right) / static_cast<double>(films.size())};
  };
  const auto intervals = bootstrap_intervals(share_right);
  ASSERT_EQ(intervals.size(), 1U);
  const double half = 1.96 * std::sqrt(0.8 * 0.2 / 400);
  EXPECT_NEAR(intervals[0].low, 0.8 - half, 0.006);
  EXPECT_NEAR(intervals[0].high, 0.8 + half, 0.006);
}

TEST(Bootstrap, SameSeedSameInterval) {
  const auto one_draw = [](std::mt19937_64& random) {
    return std::vector<double>{static_cast<double>(draw_index(1'000, random))};
  };
  const auto first = bootstrap_intervals(one_draw, {.draws = 20, .seed = 3});
  const auto again = bootstrap_intervals(one_draw, {.draws = 20, .seed = 3});
  const auto other = bootstrap_intervals(one_draw, {.draws = 20, .seed = 4});
  EXPECT_EQ(first[0].low, again[0].low);
  EXPECT_NE(first[0].low, other[0].low);
}

TEST(PercentileInterval, LeavesOutWhatIsNoNumber) {
  const double nan = std::nan("");
  const Interval interval = percentile_interval({3.0, nan, 1.0, 2.0, nan}, 1.0);
  EXPECT_EQ(interval.low, 1.0);
  EXPECT_EQ(interval.high, 3.0);
  EXPECT_TRUE(std::isnan(percentile_interval({nan}, 0.95).low));
}

}  // namespace
}  // namespace chestlens
