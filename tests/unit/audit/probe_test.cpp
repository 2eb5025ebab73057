#include "audit/probe.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace chestlens {
namespace {

constexpr int classes = 3;
constexpr std::size_t width = 12;

/// Films of patients with two films each; the first `signal` numbers rise with the class.
struct Set {
  Rows numbers{width, {}};
  std::vector<int> class_of;
  PatientFilms patients;
};

Set draw(std::size_t patient_count, double signal, unsigned seed) {
  Set set;
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  for (std::size_t patient = 0; patient < patient_count; ++patient) {
    const int of_class = static_cast<int>(patient % classes);
    std::vector<double> of_patient;
    for (std::size_t k = 0; k < width; ++k) of_patient.push_back(normal(random));
    set.patients.push_back({2 * patient, 2 * patient + 1});
    for (int film = 0; film < 2; ++film) {
      set.class_of.push_back(of_class);
      for (std::size_t k = 0; k < width; ++k) {
        // Films of a patient are far more alike than films of two patients.
        double value = of_patient[k] + 0.1 * normal(random);
        if (k == static_cast<std::size_t>(of_class)) value += signal;
        set.numbers.values.push_back(static_cast<float>(value));
      }
    }
  }
  return set;
}

std::vector<ClassArea> areas_of(const Set& set) {
  const auto scores = probe_scores(set.numbers, patient_folds(set.patients), classes, 1);
  return class_areas(scores, set.class_of, classes, set.patients, {.draws = 100});
}

TEST(Probe, FindsWhatTellsTheClasses) {
  for (const ClassArea& area : areas_of(draw(90, 3.0, 1))) {
    ASSERT_TRUE(area.is_known);
    EXPECT_GT(area.area.value, 0.95);
    EXPECT_GT(area.area.interval.low, 0.85);
    EXPECT_NEAR(area.chance, 0.5, 0.05);
    EXPECT_LT(area.chance_high, 0.75);
  }
}

TEST(Probe, FindsNothingWhereNothingIs) {
  int above_chance = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    for (const ClassArea& area : areas_of(draw(60, 0.0, seed))) {
      above_chance += area.area.value > area.chance_high;
    }
  }
  // One of 100 sets may show one of its classes above; of 40, more than 3 is 1 in 10,000.
  EXPECT_LE(above_chance, 3);
}

TEST(Probe, APatientIsNeverOnBothSides) {
  const Set set = draw(30, 0.0, 7);
  for (const ProbeFold& fold : patient_folds(set.patients)) {
    EXPECT_EQ(fold.seen.size() + fold.scored.size(), set.class_of.size());
    for (const std::size_t film : fold.scored) {
      const std::size_t other = film ^ 1U;  // the patient's other film
      EXPECT_NE(std::ranges::find(fold.scored, other), fold.scored.end());
    }
  }
}

TEST(Probe, GivenScoresAreNotLearntAgain) {
  const Set set = draw(60, 0.0, 3);
  std::vector<float> scores;
  for (const int of_class : set.class_of) {
    for (int c = 0; c < classes; ++c) scores.push_back(c == of_class ? 1.0F : 0.0F);
  }
  for (const ClassArea& area :
       class_areas(given_scores(scores), set.class_of, classes, set.patients, {.draws = 50})) {
    EXPECT_EQ(area.area.value, 1.0);
    EXPECT_LT(area.chance_high, 0.8);
  }
}

TEST(Probe, AClassOfFewPatientsIsNotKnown) {
  Set set = draw(60, 1.0, 5);
  for (int& of_class : set.class_of) of_class = of_class == 2 ? 1 : of_class;
  set.class_of[0] = set.class_of[1] = 2;
  const auto areas = areas_of(set);
  EXPECT_TRUE(areas[0].is_known);
  EXPECT_FALSE(areas[2].is_known);
}

TEST(Probe, NumbersThatDoNotVaryAreNoHarm) {
  Set set = draw(30, 0.0, 9);
  for (float& value : set.numbers.values) value = 4.0F;
  for (const ClassArea& area : areas_of(set)) {
    EXPECT_EQ(area.area.value, 0.5);
    EXPECT_LE(area.area.value, area.chance_high);
  }
}

}  // namespace
}  // namespace chestlens
