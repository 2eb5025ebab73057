#include "curation/films_below.hpp"

#include "support/as_nobody.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class FilmsBelowTest : public testing::Test {
 protected:
  void film(const std::string& path) {
    test::write_film(folder_ / path, test::small_film(16, 0, 1));
  }
  void text(const std::string& path) { test::must(write_file_atomic(folder_ / path, "notes")); }
  FilmsBelow below() { return films_below(folder_.path()).value(); }

  test::TemporaryFolder folder_;
};

TEST_F(FilmsBelowTest, FilmsAreToldByContentWhereTheNameSaysNothing) {
  film("a.png");
  film("b.jfif");
  film("c");
  text("d.xlsx");
  text("e.png");
  film(".hidden.png");
  const FilmsBelow found = below();
  EXPECT_THAT(found.films,
              ElementsAre(folder_ / "a.png", folder_ / "b.jfif", folder_ / "c", folder_ / "e.png"))
      << "what is called a film is one until it is read";
  EXPECT_THAT(found.others, ElementsAre(folder_ / "d.xlsx"));
  Import import;
  tell_left_out(found, import);
  EXPECT_EQ(import.left_out.at("no film, .xlsx"), 1);
}

TEST_F(FilmsBelowTest, MasksBesideFilmsAreNone) {
  for (const char* name : {"COVID/images/1.png", "COVID/masks/1.png", "Lung Masks/1.png",
                           "site/2.png", "site/2_mask.png", "site/mask_rcnn/3_mask.png"}) {
    film(name);
  }
  const FilmsBelow found = below();
  EXPECT_THAT(found.films, ElementsAre(folder_ / "COVID/images/1.png", folder_ / "site/2.png",
                                       folder_ / "site/mask_rcnn/3_mask.png"));
  EXPECT_EQ(found.masks.size(), 3U);
}

TEST_F(FilmsBelowTest, WhereThereIsNothingElseTheyAreFilms) {
  film("masks/1.png");
  EXPECT_EQ(below().films.size(), 1U);
  EXPECT_THAT(below().masks, IsEmpty());
}

TEST_F(FilmsBelowTest, FoldersThatMayNotBeReadAreSkippedAndNamed) {
  film("a.png");
  film("lost+found/b.png");
  fs::permissions(folder_.path(), fs::perms::all);
  fs::permissions(folder_ / "lost+found", fs::perms::none);
  Result<FilmsBelow> found;
  Result<FilmsBelow> itself;
  {
    const test::AsNobody user;
    found = films_below(folder_.path());
    itself = films_below(folder_ / "lost+found");
  }
  fs::permissions(folder_ / "lost+found", fs::perms::owner_all);
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_THAT(found->films, ElementsAre(folder_ / "a.png"));
  EXPECT_THAT(found->skipped, ElementsAre(folder_ / "lost+found"));
  Import import;
  tell_left_out(*found, import);
  EXPECT_THAT(import.notices,
              ElementsAre((folder_ / "lost+found").string() + ": skipped, for it cannot be read"));
  EXPECT_FALSE(itself);
}

TEST_F(FilmsBelowTest, ALinkThatLeadsBackEnds) {
  film("a.png");
  fs::create_directory_symlink(folder_.path(), folder_ / "again");
  EXPECT_EQ(below().films.size(), 1U);
}

TEST_F(FilmsBelowTest, FilmsAreFoundByNameNearAFolderFirst) {
  film("train/1.png");
  film("test/1.png");
  FilmsByName films(folder_.path());
  EXPECT_EQ(films.find("1.png", "test"), folder_ / "test/1.png");
  EXPECT_EQ(films.find("1.png", "train"), folder_ / "train/1.png");
  EXPECT_EQ(films.find("2.png"), "");
}

}  // namespace
}  // namespace chestlens
