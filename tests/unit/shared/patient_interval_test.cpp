#include "support/raster.hpp"

#include <chestlens/patient_interval.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace chestlens {
namespace {

TEST(PatientInterval, OneFilmPerPatientIsWilsons) {
  std::vector<PatientCount> patients;
  for (int i = 0; i < 50; ++i) patients.push_back({i < 41 ? 1 : 0, i % 7 == 0 && i >= 41 ? 0 : 1});
  std::int64_t films = 0;
  for (const PatientCount& patient : patients) films += patient.trials;
  const Interval interval = patient_interval(patients);
  const Interval wilson = wilson_interval(41, films);
  EXPECT_EQ(interval.low, wilson.low);
  EXPECT_EQ(interval.high, wilson.high);
}

// Every patient's films repeated four times say no more than once, but for Student's t.
TEST(PatientInterval, RepeatedFilmsAddNothing) {
  const std::vector<PatientCount> repeated = [] {
    std::vector<PatientCount> list;
    for (int i = 0; i < 200; ++i) list.push_back({i < 160 ? 4 : 0, 4});
    return list;
  }();
  const Interval interval = patient_interval(repeated);
  const Interval once = wilson_interval(160, 200);
  EXPECT_NEAR(interval.low, once.low, 0.002);
  EXPECT_NEAR(interval.high, once.high, 0.002);
}

TEST(PatientInterval, AllRightCountsPatients) {
  const Interval interval = patient_interval(std::vector<PatientCount>(30, {5, 5}));
  EXPECT_EQ(interval.high, 1.0);
  EXPECT_NEAR(interval.low, wilson_interval(30, 30).low, 0.01);
}

TEST(PatientInterval, OnePatientSaysNothingOfOthers) {
  const Interval interval = patient_interval(std::vector<PatientCount>{{7, 9}});
  EXPECT_EQ(interval.low, 0.0);
  EXPECT_EQ(interval.high, 1.0);
  EXPECT_EQ(patient_interval({}).high, 1.0);
}

/// Patients with 1, 1, 1, 2, 2, 3 and 6 films in turn; each patient's own share is drawn from a
/// beta distribution of mean `share` whose films correlate by `alike`.
class Clinic {
 public:
  double uniform() { return (static_cast<double>(noise_.below(1'000'000)) + 0.5) / 1e6; }

  std::vector<PatientCount> draw(int patients, double share, double alike) {
    static constexpr int films[] = {1, 1, 1, 2, 2, 3, 6};
    std::vector<PatientCount> counts;
    for (int i = 0; i < patients; ++i) {
      // Polya's urn: the beta-binomial, film by film.
      const double start = alike == 0.0 ? 1e12 : (1.0 - alike) / alike;
      PatientCount count{0, films[i % 7]};
      for (int film = 0; film < count.trials; ++film) {
        const double now = (start * share + static_cast<double>(count.successes)) / (start + film);
        count.successes += uniform() < now ? 1 : 0;
      }
      counts.push_back(count);
    }
    return counts;
  }

 private:
  testing::Noise noise_{23};
};

// Nominal 95 % covers 93 to 97 %; by film it covers much less.
TEST(PatientInterval, CoversTheTruth) {
  Clinic clinic;
  constexpr int repeats = 4'000;
  struct Case {
    int patients;
    double share, alike;
  };
  for (const auto& [patients, share, alike] :
       {Case{30, 0.7, 0.3}, Case{60, 0.85, 0.3}, Case{60, 0.7, 0.6}, Case{100, 0.7, 0.0},
        Case{100, 0.9, 0.3}, Case{300, 0.85, 0.6}}) {
    int covered = 0;
    int by_film = 0;
    for (int repeat = 0; repeat < repeats; ++repeat) {
      const auto counts = clinic.draw(patients, share, alike);
      const Interval interval = patient_interval(counts);
      covered += interval.low <= share && share <= interval.high ? 1 : 0;
      PatientCount sum;
      for (const auto& [successes, trials] : counts) {
        sum.successes += successes;
        sum.trials += trials;
      }
      const Interval wilson = wilson_interval(sum.successes, sum.trials);
      by_film += wilson.low <= share && share <= wilson.high ? 1 : 0;
    }
    EXPECT_GE(covered, 0.93 * repeats) << patients << " patients, share " << share;
    EXPECT_LE(covered, 0.97 * repeats) << patients << " patients, share " << share;
    if (alike > 0.0) {
      EXPECT_LT(by_film, 0.90 * repeats) << patients << " patients, share " << share;
    }
  }
}

}  // namespace
}  // namespace chestlens
