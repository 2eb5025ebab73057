#include "data/blocks.hpp"

#include "data/split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace chestlens {
namespace {

/// 200 patients "p1_a" to "p200_a" of class 0 with one or two films each, 100 of class 1 whose ids
/// are letters, and one of class 0 from a source of its own.
Manifest two_series() {
  Manifest manifest;
  manifest.classes = {"a", "b"};
  const auto add = [&](const std::string& patient, int class_index, const std::string& source) {
    ManifestRow film;
    film.file = std::to_string(manifest.films.size()) + ".png";
    film.class_index = class_index;
    film.patient_id = patient;
    film.source = source;
    manifest.films.push_back(film);
  };
  for (int p = 1; p <= 200; ++p) {
    for (int film = 0; film <= p % 2; ++film) add("p" + std::to_string(p) + "_a", 0, "one");
  }
  for (int p = 0; p < 100; ++p) {
    add(std::string(1, static_cast<char>('a' + p / 10)) + static_cast<char>('a' + p % 10), 1,
        "two");
  }
  add("lonely7", 0, "three");
  return manifest;
}

SplitOptions by_blocks(std::uint64_t seed) {
  return {.validation_fraction = 0.15, .seed = seed, .blocks = true};
}

/// The numbers of the validating patients of the first series, in order.
std::vector<int> numbers(const Manifest& manifest, const Split& split) {
  std::set<int> found;
  for (const std::size_t i : split.validation) {
    const std::string& id = manifest.films[i].patient_id;
    if (id.ends_with("_a")) found.insert(std::stoi(id.substr(1)));
  }
  return {found.begin(), found.end()};
}

TEST(Blocks, AreFourRunsOfNeighboursInTheOrderOfTheirNumbers) {
  const Manifest manifest = two_series();
  const Split split = make_split(manifest, by_blocks(42)).value();
  const std::vector<int> validating = numbers(manifest, split);
  std::map<int, int> by_stretch;
  int runs = validating.empty() ? 0 : 1;
  for (std::size_t i = 0; i < validating.size(); ++i) {
    ++by_stretch[(validating[i] - 1) / 50];
    if (i > 0 && validating[i] != validating[i - 1] + 1) ++runs;
  }
  EXPECT_LE(runs, 4);
  EXPECT_EQ(by_stretch.size(), 4U);
}

TEST(Blocks, HaveTheFractionOfEverySeriesFilms) {
  const Manifest manifest = two_series();
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Split split = make_split(manifest, by_blocks(seed)).value();
    std::map<int, int> films;
    for (const std::size_t i : split.validation) ++films[manifest.films[i].class_index];
    EXPECT_NEAR(films[0], 0.15 * 300, 4) << seed;
    EXPECT_NEAR(films[1], 0.15 * 100, 4) << seed;
  }
}

TEST(Blocks, ASeriesOfOnePatientStaysInTraining) {
  const Manifest manifest = two_series();
  const auto lonely = manifest.films.size() - 1;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
    const Split split = make_split(manifest, by_blocks(seed)).value();
    EXPECT_TRUE(std::ranges::binary_search(split.train, lonely));
  }
}

TEST(Blocks, DependOnTheSeedAndNotOnTheOrderOfRows) {
  const Manifest manifest = two_series();
  Manifest turned = manifest;
  std::ranges::reverse(turned.films);
  const auto files = [](const Manifest& of, const Split& split) {
    std::set<std::string> names;
    for (const std::size_t i : split.validation) names.insert(of.films[i].file);
    return names;
  };
  const auto first = files(manifest, make_split(manifest, by_blocks(7)).value());
  EXPECT_EQ(first, files(turned, make_split(turned, by_blocks(7)).value()));
  EXPECT_NE(first, files(manifest, make_split(manifest, by_blocks(8)).value()));
}

TEST(Blocks, LeaveNoPatientOnBothSidesAndNoTestFilmOut) {
  Manifest manifest = two_series();
  for (std::size_t i = 0; i < manifest.films.size(); i += 3) {
    const std::string& test_patient = manifest.films[i].patient_id;
    for (ManifestRow& film : manifest.films) {
      if (film.patient_id == test_patient) film.split = DeclaredSplit::test;
    }
  }
  const Split split = make_split(manifest, by_blocks(42)).value();
  EXPECT_EQ(split.train.size() + split.validation.size() + split.test.size(),
            manifest.films.size());
  std::set<std::string> train;
  for (const std::size_t i : split.train) train.insert(manifest.films[i].patient_id);
  for (const std::size_t i : split.validation) {
    EXPECT_FALSE(train.contains(manifest.films[i].patient_id));
  }
}

TEST(Blocks, AClassWithoutASeriesIsNamed) {
  Manifest manifest = two_series();
  std::erase_if(manifest.films, [](const ManifestRow& film) {
    return film.class_index == 1 && film.patient_id != "aa";
  });
  const auto split = make_split(manifest, by_blocks(42));
  ASSERT_FALSE(split);
  EXPECT_NE(to_string(split.error()).find("class b"), std::string::npos);
  EXPECT_NE(to_string(split.error()).find("validation_blocks = false"), std::string::npos);
}

}  // namespace
}  // namespace chestlens
