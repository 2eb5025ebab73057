#include "explain/benchmark.hpp"

#include "explain/film_scores.hpp"
#include "explain/map_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::size_t at(MapFigure figure) {
  return static_cast<std::size_t>(figure);
}

/// A film whose map has one pixel of two lit, and overlaps the finding best at one threshold.
ScoredFilm scored(const std::string& patient, int class_index, double energy, bool left,
                  std::size_t best_threshold) {
  FilmScore score;
  score.figures.fill(0.0);
  score.figures[at(MapFigure::energy)] = energy;
  score.figures[at(MapFigure::sanity)] = none;
  score.overlaps.assign(overlap_thresholds().size(), 0.1);
  score.overlaps[best_threshold] = 0.9;
  score.map = {2, 1, {left ? 1.0F : 0.0F, left ? 0.0F : 1.0F}};
  return {patient, class_index, {score}};
}

TEST(Benchmark, FiguresAreMeansWithIntervalsByPatient) {
  // Two patients: one of three films of energy 1, one of a film of energy 0.
  const std::vector<ScoredFilm> films{scored("a", 0, 1.0, true, 3), scored("a", 0, 1.0, true, 3),
                                      scored("a", 1, 1.0, true, 3), scored("b", 0, 0.0, false, 3)};
  std::vector<BenchmarkRow> rows(1);
  summarize(films, {.methods = {}, .draws = 400}, rows);
  const auto& figures = rows[0].figures;
  EXPECT_DOUBLE_EQ(figures[at(MapFigure::energy)].value, 0.75);
  EXPECT_EQ(figures[at(MapFigure::energy)].interval.low, 0.0);  // b drawn twice
  EXPECT_EQ(figures[at(MapFigure::energy)].interval.high, 1.0);
  EXPECT_DOUBLE_EQ(figures[at(MapFigure::overlap)].value, 0.9);
  EXPECT_TRUE(std::isnan(figures[at(MapFigure::sanity)].value));
  // Pairs of class 0: two alike, four (each counted twice) of nothing in common.
  EXPECT_DOUBLE_EQ(figures[at(MapFigure::consistency)].value, 1.0 / 3.0);
}

TEST(Benchmark, SaysHowOftenAMethodIsTheChoice) {
  // Of two methods the first has all the energy on one patient's film, the second on the other's:
  // each is the choice where its patient is drawn twice, and the first where both are drawn, for it
  // comes first of equals.
  std::vector<ScoredFilm> films{scored("a", 0, 1.0, true, 3), scored("b", 0, 0.0, true, 3)};
  for (ScoredFilm& film : films) {
    film.scores.push_back(film.scores.front());
    double& energy = film.scores.back().figures[at(MapFigure::energy)];
    energy = 1.0 - energy;
  }
  std::vector<BenchmarkRow> rows(2);
  rows[0].name = "hirescam";
  rows[1].name = "gradcam";
  summarize(films, {.methods = {}, .draws = 4'000}, rows);
  EXPECT_NEAR(rows[0].share_best, 0.75, 0.03);
  EXPECT_NEAR(rows[1].share_best, 0.25, 0.03);
  EXPECT_NEAR(rows[0].share_best + rows[1].share_best, 1.0, 1e-9);
}

TEST(Benchmark, AFilmsThresholdIsChosenOnOthers) {
  // Each half of the patients is best at a threshold of its own: chosen on the other half it is
  // wrong for all.
  const std::vector<ScoredFilm> films{scored("a", 0, 0.0, true, 3), scored("b", 0, 0.0, true, 8),
                                      scored("c", 0, 0.0, true, 3), scored("d", 0, 0.0, true, 8)};
  EXPECT_THAT(cross_fitted_overlaps(films, 0), ::testing::Each(0.1));
}

BenchmarkRow row_of(const char* name, double energy, double road, bool is_reference = false) {
  BenchmarkRow row{name, name, is_reference, 0.0, {}};
  row.figures[at(MapFigure::energy)].value = energy;
  row.figures[at(MapFigure::road)].value = road;
  row.figures[at(MapFigure::sanity)].value = none;
  return row;
}

TEST(Benchmark, ChoosesByMeanRankWithoutReferencesAndRunsOfTheNetwork) {
  const ModelBenchmark model{"m",
                             "M",
                             10,
                             5,
                             20,
                             {row_of("hirescam", 0.5, 0.2), row_of("gradcam", 0.4, 0.1),
                              row_of("occlusion", 0.9, 0.4), row_of("finding", 1.0, 0.5, true)}};
  const BenchmarkChoice choice = choose_method({model});
  EXPECT_EQ(choice.method, MapMethod::hires_cam);
  ASSERT_EQ(choice.mean_ranks.size(), 2U);
  // First in two figures of five, equal in three: (1 + 1 + 1.5 * 3) / 5.
  EXPECT_DOUBLE_EQ(choice.mean_ranks[0].second, 1.3);
  EXPECT_DOUBLE_EQ(choice.mean_ranks[1].second, 1.7);
  EXPECT_EQ(choose_method({model}, MapCost::network).method, MapMethod::occlusion);
}

TEST(Benchmark, IsSaidInWordsTablesAndJson) {
  const ModelBenchmark model{"m", "M", 10, 5, 20, {row_of("hirescam", 0.5, 0.25)}, {"no such"}};
  const std::string text = to_text({model});
  EXPECT_THAT(
      text, HasSubstr("m: 10 films of 5 patients, of 20 with a finding that were looked at: few"));
  EXPECT_THAT(text, HasSubstr("0.50 (0.00-1.00)"));
  EXPECT_THAT(text, HasSubstr("no such"));
  EXPECT_THAT(text,
              HasSubstr("at most: HiResCAM (mean rank HiResCAM 1.0)\nbest of all: HiResCAM ("));
  EXPECT_THAT(to_csv({model}), HasSubstr("m,hirescam,no,road,0.25,0,1,10,5"));
  const auto json = nlohmann::json::parse(to_json({model}, {.methods = {}}));
  EXPECT_EQ(json["models"][0]["methods"][0]["figures"]["road"]["value"], 0.25);
  EXPECT_TRUE(json["models"][0]["methods"][0]["figures"]["sanity"]["value"].is_null());
  EXPECT_EQ(json["best"]["method"], "hirescam");
  EXPECT_EQ(json["figures"].size(), map_figure_count);
  EXPECT_THAT(to_svg(model), HasSubstr("Maps of M: 10 films"));
}

}  // namespace
}  // namespace chestlens
