#include "embed/separation.hpp"

#include "formula_rows.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace chestlens {
namespace {

using test::formula_rows;

std::vector<int> groups_of(std::size_t count, std::size_t groups) {
  std::vector<int> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(static_cast<int>(i % groups));
  return all;
}

/// The first two columns, as if they were a map.
Rows plane_of(const Rows& rows) {
  Rows plane{2, {}};
  for (std::size_t i = 0; i < rows.count(); ++i) {
    plane.values.insert(plane.values.end(), {rows.row(i)[0], rows.row(i)[1]});
  }
  return plane;
}

// scikit-learn 1.9.1, printed by oracles.py.
TEST(Separation, IsThatOfScikitLearn) {
  const Rows rows = formula_rows(300, 12), plane = plane_of(rows);
  EXPECT_NEAR(silhouette(rows, groups_of(300, 3), 2), 0.680806, 1e-5);
  EXPECT_NEAR(trustworthiness(rows, nearest_rows(plane, 10, 1), 2), 0.890107, 1e-3);
  EXPECT_NEAR(neighbour_accuracy(nearest_rows(plane, 5, 1), groups_of(300, 2)), 0.46, 0.01);
}

TEST(Silhouette, IsByHand) {
  // Distances of 0: to 1 within, 9 and 10 to the others; of 10: 1 within, 9 and 10.
  const Rows rows{1, {0.0F, 1.0F, 10.0F, 11.0F}};
  const double inner = (9.5 - 1.0) / 9.5, outer = (10.5 - 1.0) / 10.5;
  EXPECT_NEAR(silhouette(rows, std::vector{0, 0, 1, 1}, 1), (inner + outer) / 2.0, 1e-6);
}

TEST(Silhouette, CountsALonelyRowAsNothing) {
  const Rows rows{1, {0.0F, 1.0F, 10.0F}};
  EXPECT_NEAR(silhouette(rows, std::vector{0, 0, 1}, 1), (0.9 + 8.0 / 9.0) / 3.0, 1e-6);
}

TEST(Silhouette, OfOneGroupIsNoNumber) {
  const Rows rows{1, {0.0F, 1.0F, 10.0F}};
  EXPECT_TRUE(std::isnan(silhouette(rows, std::vector{0, 0, 0}, 1)));
  EXPECT_TRUE(std::isnan(silhouette(rows, std::vector{1, 1, 1}, 1)));
}

TEST(NeighbourAccuracy, GivesATieToTheNearest) {
  const Neighbours neighbours{
      .of_each = 2, .points = {1, 2, 2, 0, 1, 0}, .squared_distances = {1, 2, 1, 2, 1, 2}};
  // 0 sees 1 first, of its own group; 1 and 2 see each other first, of the other one.
  EXPECT_NEAR(neighbour_accuracy(neighbours, std::vector{0, 0, 1}), 1.0 / 3.0, 1e-9);
}

TEST(Trustworthiness, OfTheRowsThemselvesIsOne) {
  const Rows rows = formula_rows(100, 12);
  EXPECT_EQ(trustworthiness(rows, nearest_rows(rows, 5, 1), 1), 1.0);
}

}  // namespace
}  // namespace chestlens
