#include "learn/augmentation_sheet.hpp"

#include "learn/mixing_rows.hpp"
#include "support/film_folder.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <set>
#include <string>

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

// A black film of class a and a white one of b: the caption says what is seen of the other one.
TEST(MixingRows, SayTheSharesThatAreSeen) {
  Recipe recipe = recipe_of_sheet();
  EXPECT_TRUE(mixing_rows(recipe, {torch::zeros({2, 1, 8, 8}), torch::zeros({2}, torch::kInt64)},
                          {"a", "b"}, 1)
                  .empty());
  recipe.stages[0].mixup_alpha = 0.4;
  recipe.stages[0].cutmix_alpha = 1.0;
  const auto labels = torch::arange(2);
  const Dataset films{labels.to(torch::kFloat32).view({2, 1, 1, 1}).expand({2, 1, 32, 32}), labels};
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const auto rows = mixing_rows(recipe, films, {"a", "b"}, seed);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].title, "mixup_alpha = 0.4");
    EXPECT_EQ(rows[1].title, "cutmix_alpha = 1");
    for (const SheetRow& row : rows) {
      ASSERT_EQ(row.cells.size(), 2U);
      const SheetCell& black = row.cells[0];
      if (black.caption.size() == 1 || black.caption[1].ends_with(" a")) continue;  // of itself
      const double of_white = black.film.mean().item<double>();
      EXPECT_EQ(black.caption[1], std::to_string(std::lround(100.0 * of_white)) + " % b");
      ++compared;
    }
  }
  EXPECT_GT(compared, 3);
}

TEST(AugmentationSheet, HasARowForEachKindOfMixing) {
  const test::TemporaryFolder folder;
  test::write_film_folder(folder.path(), {"a", "b"}, 4, 32, true);
  Recipe recipe = recipe_of_sheet();
  const auto plain = augmentation_sheet(recipe, folder.path(), {.films = 3, .draws = 2}).value();
  recipe.stages[0].cutmix_alpha = 1.0;
  const auto mixed = augmentation_sheet(recipe, folder.path(), {.films = 3, .draws = 2}).value();
  EXPECT_EQ(mixed.films, plain.films);
  EXPECT_GT(mixed.image.height_pixels, plain.image.height_pixels + 224);
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
