#include "audit/cover_dataset.hpp"

#include "data/film.hpp"
#include "data/manifest.hpp"
#include "io/atomic_file.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

TEST(CoverDataset, CopiesFilmsAndRowsWithThePartCovered) {
  const test::TemporaryFolder folder;
  test::write_film_folder(folder / "films", {"normal", "viral"}, 4);
  ASSERT_TRUE(cover_dataset(
      {.data = folder / "films", .out = folder / "covered", .part = Covered::border}, {}));
  const auto before = test::must(load_manifest(folder / "films"));
  const auto after = test::must(load_manifest(folder / "covered"));
  ASSERT_EQ(after.films.size(), before.films.size());
  for (std::size_t i = 0; i < after.films.size(); ++i) {
    EXPECT_EQ(after.films[i].class_index, before.films[i].class_index);
    EXPECT_EQ(after.films[i].patient_id, before.films[i].patient_id);
    const auto old_film = test::must(read_film(folder / "films" / before.films[i].file));
    const auto film = test::must(read_film(folder / "covered" / after.films[i].file));
    ASSERT_EQ(film.pixels.size(), old_film.pixels.size());
    EXPECT_EQ(film.pixels[16 * 32 + 16], old_film.pixels[16 * 32 + 16]);
    for (std::size_t x = 1; x < 32; ++x) EXPECT_EQ(film.pixels[x], film.pixels[0]);
  }
}

TEST(CoverDataset, WritesNothingWhereAFilmCannotBeRead) {
  const test::TemporaryFolder folder;
  test::write_film_folder(folder / "films", {"normal", "viral"}, 2);
  test::must(write_file_atomic(folder / "films" / "viral1.png", std::string("no film")));
  const Status covered = cover_dataset(
      {.data = folder / "films", .out = folder / "covered", .part = Covered::lungs}, {});
  ASSERT_FALSE(covered);
  EXPECT_THAT(to_string(covered.error()), HasSubstr("viral1.png"));
  EXPECT_FALSE(std::filesystem::exists(folder / "covered"));
}

TEST(CoverDataset, NamesItsParts) {
  for (const std::string& name : names_of_covered()) EXPECT_TRUE(parse_covered(name)) << name;
  EXPECT_THAT(to_string(parse_covered("heart").error()),
              HasSubstr("lungs, border, all-but-border"));
}

}  // namespace
}  // namespace chestlens
