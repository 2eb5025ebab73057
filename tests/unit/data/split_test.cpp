#include "data/split.hpp"

#include "data/csv.hpp"
#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

namespace chestlens {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

/// A manifest of `patients` with 1 to 5 films each, of one class mostly, now and then of several.
Manifest random_manifest(std::uint64_t seed, int patients, int classes) {
  std::mt19937_64 random(seed);
  Manifest manifest;
  for (int c = 0; c < classes; ++c) manifest.classes.push_back("class" + std::to_string(c));
  for (int p = 0; p < patients; ++p) {
    const auto films = 1 + random() % 5;
    const bool is_test = random() % 7 == 0;
    auto film_class = random() % static_cast<std::uint64_t>(classes);
    for (std::uint64_t i = 0; i < films; ++i) {
      if (random() % 6 == 0) film_class = random() % static_cast<std::uint64_t>(classes);
      ManifestRow film;
      film.file = std::to_string(p) + "-" + std::to_string(i) + ".png";
      film.class_index = static_cast<int>(film_class);
      film.patient_id = "patient " + std::to_string(p);
      film.split = is_test ? DeclaredSplit::test : DeclaredSplit::train;
      film.line = static_cast<int>(manifest.films.size()) + 2;
      manifest.films.push_back(film);
    }
  }
  return manifest;
}

std::vector<std::int64_t> films_by_class(const Manifest& manifest,
                                         const std::vector<std::size_t>& films) {
  std::vector<std::int64_t> counts(manifest.classes.size());
  for (const std::size_t i : films) {
    ++counts[static_cast<std::size_t>(manifest.films[i].class_index)];
  }
  return counts;
}

std::set<std::string> patients_of(const Manifest& manifest, const std::vector<std::size_t>& films) {
  std::set<std::string> patients;
  for (const std::size_t i : films) patients.insert(manifest.films[i].patient_id);
  return patients;
}

void expect_invariants(const Manifest& manifest, const Split& split) {
  std::vector<std::size_t> all = split.train;
  all.insert(all.end(), split.validation.begin(), split.validation.end());
  all.insert(all.end(), split.test.begin(), split.test.end());
  std::ranges::sort(all);
  ASSERT_EQ(all.size(), manifest.films.size());
  for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], i);

  for (const std::size_t i : split.test) ASSERT_EQ(manifest.films[i].split, DeclaredSplit::test);
  const auto train = patients_of(manifest, split.train);
  for (const std::string& patient : patients_of(manifest, split.validation)) {
    ASSERT_FALSE(train.contains(patient)) << patient;
  }
  for (const std::string& patient : patients_of(manifest, split.test)) {
    ASSERT_FALSE(train.contains(patient)) << patient;
  }
  for (const std::int64_t films : films_by_class(manifest, split.train)) ASSERT_GT(films, 0);
  for (const std::int64_t films : films_by_class(manifest, split.validation)) ASSERT_GT(films, 0);
}

TEST(Split, HoldsItsInvariantsOnRandomManifests) {
  int made = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const int classes = 2 + static_cast<int>(seed % 4);
    const Manifest manifest = random_manifest(seed, 12 + static_cast<int>(seed % 90), classes);
    const double fraction = 0.05 + 0.4 * static_cast<double>(seed % 10) / 10.0;
    const auto split = make_split(manifest, fraction, seed);
    if (!split) {
      const std::string& why = split.error().message;
      EXPECT_THAT(why, AnyOf(HasSubstr("too few patients"), HasSubstr("no film")));
      continue;
    }
    ++made;
    expect_invariants(manifest, *split);
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(made, 270);
}

// With one class per patient, a class's share of validation is off by less than one patient.
TEST(Split, IsStratifiedByClass) {
  Manifest manifest;
  manifest.classes = {"rare", "common"};
  for (int p = 0; p < 220; ++p) {
    for (int i = 0; i <= p % 3; ++i) {
      ManifestRow film;
      film.file = std::to_string(manifest.films.size());
      film.class_index = p < 20 ? 0 : 1;
      film.patient_id = std::to_string(p);
      manifest.films.push_back(film);
    }
  }
  const Split split = make_split(manifest, 0.2, 3).value();
  const auto validation = films_by_class(manifest, split.validation);
  const auto train = films_by_class(manifest, split.train);
  for (std::size_t c = 0; c < 2; ++c) {
    const double target = 0.2 * static_cast<double>(validation[c] + train[c]);
    EXPECT_NEAR(static_cast<double>(validation[c]), target, 2.0);
  }
}

TEST(Split, DependsOnTheSeedAndNotOnTheOrderOfRows) {
  const Manifest manifest = random_manifest(11, 80, 3);
  const auto files = [](const Manifest& of, const std::vector<std::size_t>& films) {
    std::set<std::string> names;
    for (const std::size_t i : films) names.insert(of.films[i].file);
    return names;
  };
  const Split split = make_split(manifest, 0.2, 1).value();
  const auto validation = files(manifest, split.validation);
  EXPECT_NE(validation, files(manifest, make_split(manifest, 0.2, 2)->validation));

  Manifest reversed = manifest;
  std::ranges::reverse(reversed.films);
  EXPECT_EQ(validation, files(reversed, make_split(reversed, 0.2, 1)->validation));
}

TEST(Split, TwoPatientsAreEnoughForAClass) {
  Manifest manifest;
  manifest.classes = {"a", "b"};
  for (int i = 0; i < 4; ++i) {
    ManifestRow film;
    film.file = std::to_string(i);
    film.class_index = i % 2;
    film.patient_id = std::to_string(i);
    manifest.films.push_back(film);
  }
  expect_invariants(manifest, make_split(manifest, 0.01, 0).value());
}

TEST(Split, NamesAClassOfTooFewPatients) {
  Manifest manifest = random_manifest(1, 40, 2);
  manifest.classes.emplace_back("lonely");
  const auto none = make_split(manifest, 0.1, 1);
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("class lonely has no film"));
  ManifestRow film;
  film.file = "only.png";
  film.class_index = 2;
  film.patient_id = "only";
  manifest.films.push_back(film);
  const auto one = make_split(manifest, 0.1, 1);
  ASSERT_FALSE(one);
  EXPECT_THAT(one.error().message, HasSubstr("class lonely has 1 film for"));
}

TEST(Split, RefusesAFractionOutsideItsRange) {
  const Manifest manifest = random_manifest(1, 40, 2);
  for (const double fraction : {0.0, 1.0, -0.1, std::nan("")}) {
    EXPECT_FALSE(make_split(manifest, fraction, 1)) << fraction;
  }
}

// Each film validates in one fold alone, and folds are as even as patients of 1 to 5 films allow.
TEST(Folds, PartitionThePatientsEvenly) {
  const Manifest manifest = random_manifest(3, 200, 3);
  std::vector<std::int64_t> all(manifest.classes.size());
  std::multiset<std::size_t> validated;
  for (int fold = 1; fold <= 5; ++fold) {
    const auto split = make_split(manifest, {.seed = 4, .folds = 5, .fold = fold});
    ASSERT_TRUE(split) << to_string(split.error());
    expect_invariants(manifest, *split);
    validated.insert(split->validation.begin(), split->validation.end());
    const auto validation = films_by_class(manifest, split->validation);
    const auto train = films_by_class(manifest, split->train);
    for (std::size_t c = 0; c < validation.size(); ++c) {
      const double fifth = static_cast<double>(validation[c] + train[c]) / 5.0;
      EXPECT_NEAR(static_cast<double>(validation[c]), fifth, 6.0) << "fold " << fold;
    }
  }
  const std::set<std::size_t> different(validated.begin(), validated.end());
  EXPECT_EQ(validated.size(), different.size());
  const auto test = make_split(manifest, 0.1, 1)->test.size();
  EXPECT_EQ(different.size(), manifest.films.size() - test);
}

TEST(Folds, DependOnTheSeedAndNotOnTheOrderOfRows) {
  const Manifest manifest = random_manifest(11, 80, 3);
  Manifest reversed = manifest;
  std::ranges::reverse(reversed.films);
  const SplitOptions options{.seed = 1, .folds = 4, .fold = 2};
  const auto patients = patients_of(manifest, make_split(manifest, options)->validation);
  EXPECT_EQ(patients, patients_of(reversed, make_split(reversed, options)->validation));
  SplitOptions other = options;
  other.seed = 2;
  EXPECT_NE(patients, patients_of(manifest, make_split(manifest, other)->validation));
}

TEST(Folds, NameAClassOfTooFewPatients) {
  Manifest manifest = random_manifest(1, 40, 2);
  manifest.classes.emplace_back("lonely");
  ManifestRow film;
  film.file = "only.png";
  film.class_index = 2;
  film.patient_id = "only";
  manifest.films.push_back(film);
  const auto split = make_split(manifest, {.folds = 5, .fold = 1});
  ASSERT_FALSE(split);
  EXPECT_THAT(split.error().message, HasSubstr("class lonely has 1 film for"));
  EXPECT_THAT(split.error().message, HasSubstr("fold 1 of 5"));
}

/// Declares the films of every fifth patient validation.
Manifest with_declared_validation(Manifest manifest) {
  for (ManifestRow& film : manifest.films) {
    const int patient = std::stoi(film.file);
    if (film.split != DeclaredSplit::test && patient % 5 == 0) {
      film.split = DeclaredSplit::validation;
    }
  }
  return manifest;
}

TEST(DeclaredValidation, IsTheValidationPart) {
  const Manifest manifest = with_declared_validation(random_manifest(6, 100, 3));
  const Split split = make_split(manifest, {.validation_fraction = 0.5, .seed = 1}).value();
  expect_invariants(manifest, split);
  for (std::size_t i = 0; i < manifest.films.size(); ++i) {
    const bool validates = std::ranges::binary_search(split.validation, i);
    EXPECT_EQ(validates, manifest.films[i].split == DeclaredSplit::validation);
  }
  EXPECT_EQ(split.validation, make_split(manifest, 0.1, 9)->validation);
}

TEST(DeclaredValidation, NeedsEveryClassAndNoFolds) {
  Manifest manifest = with_declared_validation(random_manifest(6, 100, 3));
  const auto folds = make_split(manifest, {.folds = 5});
  ASSERT_FALSE(folds);
  EXPECT_THAT(folds.error().message, HasSubstr("data.folds"));
  for (ManifestRow& film : manifest.films) {
    if (film.split == DeclaredSplit::validation) film.class_index = 0;
  }
  const auto split = make_split(manifest, 0.1, 1);
  ASSERT_FALSE(split);
  EXPECT_THAT(split.error().message, HasSubstr("class class1 has"));
  EXPECT_THAT(split.error().message, HasSubstr("declare some validation"));
}

TEST(DeclaredValidation, MustBeThatOfASavedSplit) {
  const test::TemporaryFolder folder;
  Manifest manifest = with_declared_validation(random_manifest(6, 100, 3));
  const Split split = make_split(manifest, 0.1, 1).value();
  test::must(save_split(folder / "split.csv", manifest, split));
  EXPECT_EQ(load_split(folder / "split.csv", manifest)->validation, split.validation);
  manifest.films[split.train.front()].split = DeclaredSplit::validation;
  const auto changed = load_split(folder / "split.csv", manifest);
  ASSERT_FALSE(changed);
  EXPECT_THAT(changed.error().message, HasSubstr("is a validation film in one of the two only"));
}

TEST(Split, NamesTheClassThatIsMeant) {
  Manifest manifest = random_manifest(1, 40, 2);
  manifest.classes.emplace_back("bacterail");
  manifest.other_classes["bacterial"] = 30;
  const auto split = make_split(manifest, 0.1, 1);
  ASSERT_FALSE(split);
  EXPECT_THAT(split.error().message, HasSubstr("did you mean bacterial?"));
}

class SplitFile : public testing::Test {
 protected:
  SplitFile()
      : manifest_(random_manifest(5, 60, 3)), split_(make_split(manifest_, 0.2, 9).value()) {
    test::must(save_split(path_, manifest_, split_));
  }
  std::string error_of(const Manifest& manifest) const {
    const auto split = load_split(path_, manifest);
    return split ? "no error" : to_string(split.error());
  }
  void replace(const std::string& from, const std::string& to) {
    std::string text = read_text(path_).value();
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    test::must(write_file_atomic(path_, text.replace(at, from.size(), to)));
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "split.csv";
  Manifest manifest_;
  Split split_;
};

TEST_F(SplitFile, ReadsBack) {
  const Split loaded = load_split(path_, manifest_).value();
  EXPECT_EQ(loaded.train, split_.train);
  EXPECT_EQ(loaded.validation, split_.validation);
  EXPECT_EQ(loaded.test, split_.test);
}

TEST_F(SplitFile, HasTheDigestOfEachFilmInTheOrderOfTheManifest) {
  EXPECT_TRUE(load_split(path_, manifest_).value().sha256.empty());
  for (std::size_t i = 0; i < manifest_.films.size(); ++i) {
    split_.sha256.push_back("digest of " + manifest_.films[i].file);
  }
  test::must(save_split(path_, manifest_, split_));
  Manifest reversed = manifest_;
  std::ranges::reverse(reversed.films);
  const Split loaded = load_split(path_, reversed).value();
  ASSERT_EQ(loaded.sha256.size(), reversed.films.size());
  for (std::size_t i = 0; i < reversed.films.size(); ++i) {
    EXPECT_EQ(loaded.sha256[i], "digest of " + reversed.films[i].file);
  }
}

TEST_F(SplitFile, NoticesAChangedManifest) {
  Manifest changed = manifest_;
  changed.films[0].patient_id = "somebody else";
  EXPECT_THAT(error_of(changed), HasSubstr("has another patient"));

  changed = manifest_;
  changed.films[0].class_index = (changed.films[0].class_index + 1) % 3;
  EXPECT_THAT(error_of(changed), HasSubstr("has another class"));

  changed = manifest_;
  changed.films[0].split =
      changed.films[0].split == DeclaredSplit::test ? DeclaredSplit::train : DeclaredSplit::test;
  EXPECT_THAT(error_of(changed), HasSubstr("is a test film in one of the two only"));

  changed = manifest_;
  ManifestRow film = changed.films[0];
  film.file = "new.png";
  changed.films.push_back(film);
  EXPECT_THAT(error_of(changed), HasSubstr("film new.png of the manifest is not listed"));

  changed = manifest_;
  changed.films.erase(changed.films.begin());
  EXPECT_THAT(error_of(changed), HasSubstr("the manifest has no film"));
}

TEST_F(SplitFile, NoticesATamperedFile) {
  const ManifestRow& film = manifest_.films[split_.train.front()];
  const std::string row = csv_line(
      {film.file, manifest_.classes[std::size_t(film.class_index)], film.patient_id, "train"});
  replace(row, row + row);
  EXPECT_THAT(error_of(manifest_), HasSubstr("is listed twice"));
  replace(row, "");
  replace(row, csv_line({film.file, "class0", film.patient_id, "dev"}));
  EXPECT_THAT(error_of(manifest_), HasSubstr("part dev is not"));
  replace("part\n", "side\n");
  EXPECT_THAT(error_of(manifest_), HasSubstr("the columns are not"));
}

TEST_F(SplitFile, NoticesAPatientInTwoParts) {
  const auto same_patient = [this](std::size_t i) {
    return i + 1 < manifest_.films.size() &&
           manifest_.films[i].patient_id == manifest_.films[i + 1].patient_id;
  };
  const auto found = std::ranges::find_if(split_.train, same_patient);
  ASSERT_NE(found, split_.train.end());
  const ManifestRow& film = manifest_.films[*found];
  const std::string& class_name = manifest_.classes[std::size_t(film.class_index)];
  replace(csv_line({film.file, class_name, film.patient_id, "train"}),
          csv_line({film.file, class_name, film.patient_id, "validation"}));
  EXPECT_THAT(error_of(manifest_), HasSubstr("is in two parts"));
}

}  // namespace
}  // namespace chestlens
