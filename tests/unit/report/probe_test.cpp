#include "report/border_probe.hpp"
#include "report/source_probe.hpp"
#include "support/film_folder.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

/// Normal films of two sources and sick ones of one, one patient per film.
Manifest two_sources(std::size_t films_of_source) {
  Manifest manifest;
  manifest.classes = {"sick", "normal"};
  for (std::size_t i = 0; i < 2 * films_of_source; ++i) {
    ManifestRow film;
    film.class_index = 1;
    film.source = i % 2 == 0 ? "A" : "B";
    film.patient_id = "n" + std::to_string(i);
    manifest.films.push_back(film);
    film.class_index = 0;
    film.source = "A";
    film.patient_id = "s" + std::to_string(i);
    manifest.films.push_back(film);
  }
  return manifest;
}

std::vector<std::size_t> all_of(const Manifest& manifest) {
  std::vector<std::size_t> films(manifest.films.size());
  std::iota(films.begin(), films.end(), std::size_t{0});
  return films;
}

TEST(SourceProbe, SeesASourceThatOneFeatureTells) {
  const auto manifest = two_sources(60);
  torch::manual_seed(1);
  auto features = torch::randn({240, 20});
  for (std::int64_t i = 0; i < 240; ++i) {
    if (manifest.films[static_cast<std::size_t>(i)].source == "B") features[i][7] += 4.0;
  }
  const auto probe = probe_sources(features, manifest, all_of(manifest));
  ASSERT_TRUE(probe) << to_string(probe.error());
  ASSERT_TRUE(probe->has_value());
  EXPECT_EQ((*probe)->class_name, "normal");
  EXPECT_EQ((*probe)->first_films, 60);
  EXPECT_EQ((*probe)->second_films, 60);
  EXPECT_GT((*probe)->roc_area.value, 0.97);
  EXPECT_LE((*probe)->roc_area.interval.low, (*probe)->roc_area.value);
}

TEST(SourceProbe, SeesNothingInNoise) {
  const auto manifest = two_sources(60);
  torch::manual_seed(2);
  const auto probe = probe_sources(torch::randn({240, 20}), manifest, all_of(manifest));
  ASSERT_TRUE(probe && probe->has_value());
  EXPECT_GT((*probe)->roc_area.value, 0.3);
  EXPECT_LT((*probe)->roc_area.value, 0.7);
}

TEST(SourceProbe, SaysNothingOfFewFilms) {
  const auto manifest = two_sources(20);
  const auto probe = probe_sources(torch::randn({80, 4}), manifest, all_of(manifest));
  ASSERT_TRUE(probe) << to_string(probe.error());
  EXPECT_FALSE(probe->has_value());
}

/// Films of noise, in one class with a bright bar: at the border, or in the middle.
RunData films_with_bar(const std::filesystem::path& folder, int first_row) {
  constexpr int side = 64;
  std::string rows = csv_line({"file", "class", "patient_id", "split"});
  for (int i = 0; i < 160; ++i) {
    GreyImage film = test::small_film(side, 3, static_cast<std::uint64_t>(i));
    const bool marked = i % 2 == 0;
    for (int y = first_row; marked && y < first_row + 4; ++y) {
      for (int x = 16; x < 48; ++x) film.pixels[static_cast<std::size_t>(y * side + x)] = 250;
    }
    const std::string name = std::to_string(i) + ".png";
    test::write_film(folder / name, film);
    rows += csv_line(
        {name, marked ? "marked" : "plain", "p" + std::to_string(i), i < 120 ? "train" : "test"});
  }
  test::must(write_file_atomic(folder / "manifest.csv", rows));
  auto manifest = load_manifest(folder).value();
  auto split = make_split(manifest, 0.1, 1).value();
  return {.manifest = std::move(manifest), .split = std::move(split)};
}

TEST(BorderProbe, FindsAMarkerAtTheBorder) {
  const test::TemporaryFolder folder;
  const auto evaluation =
      probe_border(films_with_bar(folder.path(), 1), {}, EvaluatedPart::test, 1);
  ASSERT_TRUE(evaluation) << to_string(evaluation.error());
  EXPECT_GT(evaluation->assessment.metrics.accuracy, 0.95);
}

TEST(BorderProbe, DoesNotSeeTheMiddle) {
  const test::TemporaryFolder folder;
  const auto evaluation =
      probe_border(films_with_bar(folder.path(), 30), {}, EvaluatedPart::test, 1);
  ASSERT_TRUE(evaluation) << to_string(evaluation.error());
  EXPECT_LT(evaluation->assessment.metrics.accuracy, 0.8);
}

}  // namespace
}  // namespace chestlens
