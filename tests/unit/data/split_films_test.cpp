#include "data/split_films.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

Manifest manifest_of(const std::vector<std::string>& files) {
  Manifest manifest;
  manifest.classes = {"a", "b"};
  for (const std::string& file : files) {
    ManifestRow film;
    film.file = file;
    manifest.films.push_back(film);
  }
  return manifest;
}

const std::string split =
    "file,class,patient_id,part,sha256\n1,a,p1,train,x\n2,a,p2,validation,y\n3,b,p3,train,z\n";

TEST(FilmsOfSplit, AreInTheOrderOfTheSplitWhateverTheManifests) {
  const auto films = films_of_split(split, "split.csv", manifest_of({"3", "1", "2"})).value();
  ASSERT_EQ(films.manifest.films.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(films.manifest.films[i].file, std::to_string(i + 1));
  }
  EXPECT_EQ(films.manifest.classes.size(), 2U);
  EXPECT_EQ(films.text, split);
  EXPECT_TRUE(films.gone.empty());
  EXPECT_TRUE(films.added.empty());
}

TEST(FilmsOfSplit, GoneAndNewFilmsAreNamedAndLeftOut) {
  const auto films = films_of_split(split, "split.csv", manifest_of({"4", "3", "1"})).value();
  EXPECT_EQ(films.gone, std::vector<std::string>{"2"});
  EXPECT_EQ(films.added, std::vector<std::string>{"4"});
  EXPECT_EQ(films.manifest.films.size(), 2U);
  EXPECT_EQ(films.text, "file,class,patient_id,part,sha256\n1,a,p1,train,x\n3,b,p3,train,z\n");
}

TEST(FilmsOfSplit, ManyAreNamedInPart) {
  EXPECT_EQ(some_of({"a", "b"}), "a, b");
  const std::vector<std::string> many(12, "f");
  EXPECT_EQ(some_of(many), "f, f, f, f, f, f, f, f, f, f and 2 more");
}

}  // namespace
}  // namespace chestlens
