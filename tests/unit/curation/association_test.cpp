#include "curation/association.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace chestlens {
namespace {

using Names = std::vector<std::string>;

TEST(Association, OfWhatIsDeterminedIsOne) {
  const Association table = associate(Names{"A", "B", "B", "C"}, Names{"x", "y", "y", "z"});
  EXPECT_EQ(table.rows, (Names{"B", "A", "C"}));  // most films first
  EXPECT_EQ(table.columns, (Names{"x", "y", "z"}));
  EXPECT_EQ(table.at(0, 1), 2);
  EXPECT_NEAR(table.cramers_v, 1.0, 1e-12);
  EXPECT_NEAR(table.uncertainty_coefficient, 1.0, 1e-12);
  EXPECT_EQ(table.accuracy, 1.0);
  EXPECT_EQ(table.majority_accuracy, 0.5);
}

TEST(Association, OfWhatIsIndependentIsZero) {
  const Association table =
      associate(Names{"A", "A", "A", "B", "B", "B"}, Names{"x", "x", "y", "x", "x", "y"});
  EXPECT_NEAR(table.cramers_v, 0.0, 1e-12);
  EXPECT_NEAR(table.uncertainty_coefficient, 0.0, 1e-12);
  EXPECT_NEAR(table.accuracy, 4.0 / 6.0, 1e-12);
  EXPECT_NEAR(table.majority_accuracy, 4.0 / 6.0, 1e-12);
}

// 30 films: A has 10 x and 5 y, B has 5 x and 10 y. Chi-square 30 * (75/225)^2 = 10/3, V = 1/3.
TEST(Association, AgreesWithAHandCalculation) {
  Names rows;
  Names columns;
  const auto add = [&](const char* row, const char* column, int films) {
    for (int i = 0; i < films; ++i) {
      rows.emplace_back(row);
      columns.emplace_back(column);
    }
  };
  add("A", "x", 10);
  add("A", "y", 5);
  add("B", "x", 5);
  add("B", "y", 10);
  const Association table = associate(rows, columns);
  EXPECT_NEAR(table.cramers_v, 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(table.accuracy, 2.0 / 3.0, 1e-12);
  const double given = -(2.0 / 3.0 * std::log2(2.0 / 3.0) + 1.0 / 3.0 * std::log2(1.0 / 3.0));
  EXPECT_NEAR(table.uncertainty_coefficient, 1.0 - given, 1e-12);
}

TEST(Association, OfOneRowOrNothingIsZero) {
  EXPECT_EQ(associate(Names{"A", "A"}, Names{"x", "y"}).cramers_v, 0.0);
  EXPECT_TRUE(associate(Names{}, Names{}).rows.empty());
}

}  // namespace
}  // namespace chestlens
