#include "learn/augmentation_sheet.hpp"

#include "support/film_folder.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chestlens {
namespace {

Recipe recipe_of_sheet() {
  return parse_recipe(
             "name = \"x\"\n[[stage]]\nsize_pixels = 64\nepochs = 1\nmax_learning_rate = 1e-3\n",
             "x.toml")
      .value();
}

Manifest uneven_manifest() {
  Manifest manifest;
  manifest.classes = {"a", "b", "c"};
  for (const int class_index : {0, 0, 0, 0, 1, 1, 2}) {
    ManifestRow film;
    film.class_index = class_index;
    manifest.films.push_back(film);
  }
  manifest.films[0].split = DeclaredSplit::test;
  return manifest;
}

TEST(FilmsOfClassesInTurn, TakeEachClassBeforeAnyAgainAndNoTestFilm) {
  const Manifest manifest = uneven_manifest();
  std::vector<int> classes;
  for (const std::size_t film : films_of_classes_in_turn(manifest, 20, 3)) {
    EXPECT_NE(film, 0U);
    classes.push_back(manifest.films[film].class_index);
  }
  EXPECT_EQ(classes, (std::vector<int>{0, 1, 2, 0, 1, 0}));
  EXPECT_EQ(films_of_classes_in_turn(manifest, 2, 3).size(), 2U);
}

TEST(FilmsOfClassesInTurn, DependOnTheSeed) {
  const Manifest manifest = uneven_manifest();
  std::set<std::vector<std::size_t>> choices;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    choices.insert(films_of_classes_in_turn(manifest, 1, seed));
    EXPECT_EQ(films_of_classes_in_turn(manifest, 1, seed),
              films_of_classes_in_turn(manifest, 1, seed));
  }
  EXPECT_EQ(choices.size(), 3U);  // the films of class a that are not test films
}

TEST(AugmentationSheet, IsTheSameForTheSameSeedAlone) {
  const test::TemporaryFolder folder;
  test::write_film_folder(folder.path(), {"a", "b"}, 4, 32, true);
  const auto sheet = [&](std::uint64_t seed) {
    return augmentation_sheet(recipe_of_sheet(), folder.path(),
                              {.films = 3, .draws = 2, .seed = seed});
  };
  const auto one = sheet(1);
  ASSERT_TRUE(one) << to_string(one.error());
  EXPECT_EQ(one->films, 3U);
  EXPECT_EQ(one->image.width_pixels, 2 * 24 + 3 * 224 + 2 * 12);  // margins, cells and gaps
  EXPECT_EQ(sheet(1)->image.pixels, one->image.pixels);
  EXPECT_NE(sheet(2)->image.pixels, one->image.pixels);
}

TEST(AugmentationSheet, NeedsAFilmThatIsNoTestFilm) {
  const test::TemporaryFolder folder;
  test::write_film_folder(folder.path(), {"a", "b"}, 2, 32, true);
  std::string manifest = read_text(folder / "manifest.csv").value();
  for (std::size_t at = 0; (at = manifest.find("train", at)) != std::string::npos;) {
    manifest.replace(at, 5, "test");
  }
  test::must(write_file_atomic(folder / "manifest.csv", manifest));
  const auto sheet = augmentation_sheet(recipe_of_sheet(), folder.path(), {});
  ASSERT_FALSE(sheet);
  EXPECT_EQ(sheet.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(sheet.error().message, "has only test films");
}

}  // namespace
}  // namespace chestlens
