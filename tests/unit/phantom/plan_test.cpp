#include "phantom/plan.hpp"

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <set>

namespace chestlens::phantom {
namespace {

PhantomOptions options_of(int films, std::uint64_t seed = 1) {
  PhantomOptions options;
  options.films = films;
  options.seed = seed;
  return options;
}

std::array<int, 4> count_classes(const std::vector<PlannedFilm>& plan) {
  std::array<int, 4> count{};
  for (const PlannedFilm& film : plan) ++count[static_cast<std::size_t>(film.film_class)];
  return count;
}

TEST(PlanFilms, ClassesAreBalanced) {
  EXPECT_EQ(count_classes(plan_films(options_of(400))), (std::array{100, 100, 100, 100}));
  const auto odd = count_classes(plan_films(options_of(403)));
  EXPECT_EQ(std::accumulate(odd.begin(), odd.end(), 0), 403);
  for (const int films : odd) EXPECT_TRUE(films == 100 || films == 101);
}

TEST(PlanFilms, ClassMixIsHonoured) {
  PhantomOptions options = options_of(200);
  options.class_mix = {1.0, 0.0, 2.0, 5.0};
  EXPECT_EQ(count_classes(plan_films(options)), (std::array{25, 0, 50, 125}));
}

TEST(PlanFilms, PatientsHaveOneClassOneSplitAndUpToThreeFilms) {
  std::map<std::string, std::vector<PlannedFilm>> patients;
  const auto plan = plan_films(options_of(500));
  for (const PlannedFilm& film : plan) patients[film.patient_id()].push_back(film);
  std::set<std::size_t> sizes;
  for (const auto& [id, films] : patients) {
    sizes.insert(films.size());
    for (const PlannedFilm& film : films) {
      EXPECT_EQ(film.film_class, films[0].film_class) << id;
      EXPECT_EQ(film.test, films[0].test) << id;
    }
  }
  EXPECT_EQ(sizes, (std::set<std::size_t>{1, 2, 3}));
}

TEST(PlanFilms, AnotherSeedsPatientsAreOthers) {
  PhantomOptions options = options_of(30);
  std::set<std::string> patients;
  for (const PlannedFilm& film : plan_films(options)) patients.insert(film.patient_id());
  ++options.seed;
  for (const PlannedFilm& film : plan_films(options)) {
    EXPECT_FALSE(patients.contains(film.patient_id())) << film.patient_id();
  }
}

TEST(PlanFilms, FilesAreUnique) {
  std::set<std::string> files;
  const auto plan = plan_films(options_of(300));
  for (const PlannedFilm& film : plan) files.insert(film.file());
  EXPECT_EQ(files.size(), plan.size());
}

TEST(PlanFilms, TestSplitHoldsItsFractionOfEveryClass) {
  std::array<int, 4> tested{};
  for (const PlannedFilm& film : plan_films(options_of(800)))
    if (film.test) ++tested[static_cast<std::size_t>(film.film_class)];
  for (const int films : tested) EXPECT_NEAR(films, 0.15 * 200, 3);

  PhantomOptions none = options_of(100);
  none.test_fraction = 0.0;
  for (const PlannedFilm& film : plan_films(none)) EXPECT_FALSE(film.test);
}

TEST(PlanFilms, SeedDecidesThePatients) {
  const auto patients = [](std::uint64_t seed) {
    std::vector<std::uint64_t> numbers;
    for (const PlannedFilm& film : plan_films(options_of(100, seed)))
      numbers.push_back(film.number.patient);
    return numbers;
  };
  EXPECT_EQ(patients(1), patients(1));
  EXPECT_NE(patients(1), patients(2));
}

}  // namespace
}  // namespace chestlens::phantom
