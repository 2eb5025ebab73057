#include "train/search_rates.hpp"

#include "support/tiny_run.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

const std::string searched_recipe =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
    "precision = \"fp32\"\n[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\n"
    "[[stage]]\nsize_pixels = 48\nepochs = 1\nmax_learning_rate = 1e-3\nfrozen = true\n";

class SearchRates : public test::TinyRun {
 protected:
  Result<FoundRates> search(int stage, const std::string& text = searched_recipe) const {
    return search_rates(parse_recipe(text, "tiny.toml").value(), stage, options("none"));
  }
};

TEST_F(SearchRates, SuggestsRatesOfItsStageAndTouchesNoRun) {
  const auto first = search(1), second = search(2);
  ASSERT_TRUE(first) << to_string(first.error());
  ASSERT_TRUE(second) << to_string(second.error());
  for (const double rate : {first->suggested.steepest, first->suggested.valley}) {
    EXPECT_GE(rate, first->points.front().learning_rate);
    EXPECT_LE(rate, first->points.back().learning_rate);
  }
  EXPECT_NE(first->points.at(0).loss, second->points.at(0).loss);  // other films
  EXPECT_FALSE(std::filesystem::exists(folder_ / "none"));
}

TEST_F(SearchRates, AStageThatTheRecipeLacksIsAnError) {
  for (const int stage : {0, 3}) {
    const auto found = search(stage);
    ASSERT_FALSE(found);
    EXPECT_EQ(to_string(found.error()),
              "stage " + std::to_string(stage) + ": the recipe has 2 stages");
  }
}

TEST_F(SearchRates, WhatLibTorchThrowsIsAnError) {
  TrainOptions broken = options("none");
  broken.make_network = [](const NetworkSpec&) -> Result<Classifier> {
    throw std::runtime_error("out of memory");
  };
  const auto found = search_rates(parse_recipe(searched_recipe, "tiny.toml").value(), 1, broken);
  ASSERT_FALSE(found);
  EXPECT_EQ(to_string(found.error()), "learning-rate search: out of memory");
}

TEST(RateChart, HasTheLossUntilItRunsAwayAndBothSuggestions) {
  const FoundRates found{{{1e-4, 1.5}, {1e-3, 1.0}, {1e-2, 1.7}, {1e-1, 1.8}, {1, 1.2}},
                         {4.2e-4, 1.3e-3}};
  const LineChart chart = rate_chart(found, "tiny, stage 1");
  EXPECT_EQ(chart.title, "tiny, stage 1");
  EXPECT_TRUE(chart.log_x);
  ASSERT_EQ(chart.series.size(), 1U);
  EXPECT_EQ(chart.series[0].x, (std::vector<double>{1e-4, 1e-3, 1e-2}));
  EXPECT_EQ(chart.series[0].y, (std::vector<double>{1.5, 1.0, 1.7}));
  ASSERT_EQ(chart.markers.size(), 2U);
  EXPECT_EQ(chart.markers[0].x, 4.2e-4);
  EXPECT_EQ(chart.markers[0].label, "steepest 0.00042");
  EXPECT_EQ(chart.markers[1].label, "valley 0.0013");
}

}  // namespace
}  // namespace chestlens
