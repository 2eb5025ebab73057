#include "embed/tsne.hpp"

#include "embed/principal_components.hpp"
#include "formula_rows.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace chestlens {
namespace {

using test::formula_rows;

Affinities affinities_of(const Rows& rows, double perplexity) {
  return joint_affinities(nearest_rows(rows, neighbours_for(perplexity), 1), perplexity, 1).value();
}

std::vector<MapPoint> scattered(std::size_t count) {
  std::mt19937_64 random(3);
  std::vector<MapPoint> places(count);
  const auto draw = [&] { return static_cast<float>(random() % 20'001) / 1'000.0F - 10.0F; };
  for (MapPoint& place : places) place = {draw(), draw()};
  return places;
}

double divergence_at(const Affinities& affinities, const std::vector<MapPoint>& places) {
  Repulsion repulsion;
  repel_all_pairs(places, 1, repulsion);
  return divergence(affinities, places, repulsion.sum, 1);
}

TEST(Tsne, GradientEqualsFiniteDifferences) {
  const auto affinities = affinities_of(formula_rows(40, 6), 5.0);
  auto places = scattered(40);
  Repulsion repulsion;
  repel_all_pairs(places, 1, repulsion);
  const auto found = gradient(affinities, places, repulsion, 1.0, 1);
  constexpr float step = 0.02F;
  for (const std::size_t i : {0U, 7U, 21U, 39U}) {
    for (float MapPoint::* side : {&MapPoint::x, &MapPoint::y}) {
      const float at = places[i].*side;
      places[i].*side = at + step;
      const double above = divergence_at(affinities, places);
      places[i].*side = at - step;
      const double below = divergence_at(affinities, places);
      places[i].*side = at;
      EXPECT_NEAR(found[i].*side, (above - below) / (2.0 * step), 1e-4) << i;
    }
  }
}

TEST(Repulsion, OfATreeIsNearThatOfAllPairs) {
  const auto places = scattered(3'000);
  Repulsion pairs, tree, exact_tree;
  repel_all_pairs(places, 2, pairs);
  repel_by_tree(places, 0.5, 2, tree);
  repel_by_tree(places, 1e-6, 2, exact_tree);
  EXPECT_NEAR(tree.sum / pairs.sum, 1.0, 1e-2);
  EXPECT_NEAR(exact_tree.sum / pairs.sum, 1.0, 1e-5);
  double squares = 0.0, differences = 0.0, exact_differences = 0.0;
  const auto square = [](MapPoint a, MapPoint b) {
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
  };
  for (std::size_t i = 0; i < places.size(); ++i) {
    squares += square(pairs.forces[i], {});
    differences += square(pairs.forces[i], tree.forces[i]);
    exact_differences += square(pairs.forces[i], exact_tree.forces[i]);
  }
  EXPECT_LT(std::sqrt(differences / squares), 0.02);
  EXPECT_GT(differences, exact_differences);
  EXPECT_LT(std::sqrt(exact_differences / squares), 1e-4);
}

TEST(Repulsion, TakesPointsThatLieUponEachOther) {
  std::vector<MapPoint> places(500, MapPoint{1.0F, 2.0F});
  for (std::size_t i = 0; i < 100; ++i) places.push_back({3.0F, -2.0F});
  Repulsion pairs, tree;
  repel_all_pairs(places, 1, pairs);
  repel_by_tree(places, 0.5, 1, tree);
  EXPECT_NEAR(tree.sum / pairs.sum, 1.0, 1e-5);
  EXPECT_NEAR(tree.forces[0].x / pairs.forces[0].x, 1.0, 1e-4);
}

// openTSNE 1.0.4 and scikit-learn 1.9.1 on the same affinities and start, printed by oracles.py.
TEST(Tsne, DivergesAsLittleAsOthers) {
  constexpr double of_open_tsne = 0.361851, of_scikit_learn = 0.346698;
  const Rows rows = formula_rows(300, 12);
  const auto affinities = affinities_of(rows, 10.0);
  const auto start = start_places(project(rows, principal_components(rows, 2, 1), 1), 1);
  for (const std::size_t all_pairs_up_to : {1'000U, 0U}) {
    const auto map = tsne(affinities, start, {.all_pairs_up_to = all_pairs_up_to});
    ASSERT_TRUE(map);
    const double found = divergence_at(affinities, map->places);
    EXPECT_LT(found, 1.02 * of_open_tsne);
    EXPECT_LT(found, 1.02 * of_scikit_learn) << "of " << all_pairs_up_to;
    EXPECT_NEAR(map->divergence, found, 0.01 * found);
  }
}

TEST(Tsne, DoesNotDependOnThreadsAndDoesOnTheSeed) {
  const Rows rows = formula_rows(600, 12);
  const auto affinities = affinities_of(rows, 10.0);
  const auto map = [&](int threads, std::uint64_t seed, std::size_t all_pairs_up_to) {
    const TsneOptions options{.early_iterations = 50,
                              .iterations = 50,
                              .all_pairs_up_to = all_pairs_up_to,
                              .threads = threads};
    return tsne(affinities, start_places(rows, seed), options).value().places;
  };
  const auto same = [](const std::vector<MapPoint>& a, const std::vector<MapPoint>& b) {
    return std::ranges::equal(a, b,
                              [](MapPoint p, MapPoint q) { return p.x == q.x && p.y == q.y; });
  };
  for (const std::size_t all_pairs_up_to : {1'000U, 0U}) {
    EXPECT_TRUE(same(map(1, 5, all_pairs_up_to), map(3, 5, all_pairs_up_to)));
    EXPECT_FALSE(same(map(1, 5, all_pairs_up_to), map(1, 6, all_pairs_up_to)));
  }
}

TEST(Tsne, StopsWhereItIsTold) {
  const Rows rows = formula_rows(60, 6);
  const auto map = tsne(affinities_of(rows, 5.0), start_places(rows, 1), {},
                        [](int iteration) { return iteration < 3; });
  ASSERT_FALSE(map);
  EXPECT_EQ(map.error().code, ErrorCode::interrupted);
}

TEST(Tsne, RefusesAStartOfOtherPoints) {
  const auto map = tsne(affinities_of(formula_rows(60, 6), 5.0), scattered(59), {});
  ASSERT_FALSE(map);
  EXPECT_EQ(map.error().message, "59 places to begin with for 60 points");
}

}  // namespace
}  // namespace chestlens
