#include "data/sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace chestlens {
namespace {

using testing::Each;
using testing::ElementsAre;

/// So many films of a class from a source.
void add_films(Manifest& manifest, int class_index, const std::string& source, std::size_t films) {
  for (std::size_t i = 0; i < films; ++i) {
    ManifestRow row;
    row.class_index = class_index;
    row.source = source;
    manifest.films.push_back(row);
  }
}

std::vector<std::size_t> all_of(const Manifest& manifest) {
  std::vector<std::size_t> films(manifest.films.size());
  std::iota(films.begin(), films.end(), 0U);
  return films;
}

TEST(FilmSources, AreNumberedByName) {
  Manifest manifest;
  add_films(manifest, 0, "west", smallest_group);
  add_films(manifest, 0, "east", smallest_group);
  const FilmSources sources = film_sources(manifest, all_of(manifest));
  EXPECT_THAT(sources.names, ElementsAre("east", "west"));
  EXPECT_EQ(sources.of_films.front(), 1);
  EXPECT_EQ(sources.of_films.back(), 0);
}

// Two films of a class are its largest source's; the same source is a group in another class.
TEST(FilmSources, AHandfulOfAClassCountsAsItsLargestSource) {
  Manifest manifest;
  add_films(manifest, 0, "east", 2);
  add_films(manifest, 0, "west", 30);
  add_films(manifest, 1, "east", smallest_group);
  const FilmSources sources = film_sources(manifest, all_of(manifest));
  const auto of_class = [&](std::size_t first, std::size_t count) {
    return std::vector(sources.of_films.begin() + static_cast<std::ptrdiff_t>(first),
                       sources.of_films.begin() + static_cast<std::ptrdiff_t>(first + count));
  };
  EXPECT_THAT(of_class(0, 32), Each(1));
  EXPECT_THAT(of_class(32, smallest_group), Each(0));
}

// A source of the manifest whose films are not among these keeps its number.
TEST(FilmSources, NumbersAreTheManifestsWhateverFilmsAreAskedFor) {
  Manifest manifest;
  add_films(manifest, 0, "a", 20);
  add_films(manifest, 0, "b", 20);
  const std::vector<std::size_t> only_b = {20, 21, 22, 23, 24, 25, 26, 27, 28, 29};
  EXPECT_THAT(film_sources(manifest, only_b).of_films, Each(1));
}

}  // namespace
}  // namespace chestlens
