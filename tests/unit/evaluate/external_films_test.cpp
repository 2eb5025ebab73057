#include "evaluate/bundle_evaluation.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// A bundle of one convolution, for viral, bacterial and normal, and films of two of these alone.
class ExternalFilms : public testing::Test {
 protected:
  ExternalFilms() {
    test::write_tiny_bundle(folder_ / "tiny", test::onnx_of(test::TinyModel{}));
    test::write_film_folder(folder_ / "films", {"normal", "viral"}, 40, 16);
  }

  EvaluatedBundles evaluated(std::size_t most_bytes) {
    const Reporter reporter{.notice = [&](std::string_view text) { notices_.emplace_back(text); }};
    const std::vector folders{folder_ / "tiny"};
    return test::must(evaluate_bundles(folders,
                                       {.folder = folder_ / "films",
                                        .part = EvaluatedPart::external,
                                        .name = "Hospital B",
                                        .most_bytes = most_bytes},
                                       reporter));
  }

  const test::TemporaryFolder folder_;
  std::vector<std::string> notices_;
};

TEST_F(ExternalFilms, WhatCannotBeComputedIsSaid) {
  const auto all = evaluated(std::size_t{1} << 20);
  const Evaluation& evaluation = all.bundles.front().evaluation;
  EXPECT_EQ(evaluation.scored.truth.size(), 80U);
  EXPECT_TRUE(std::isnan(evaluation.assessment.classes[1].roc.value));
  EXPECT_FALSE(evaluation.seen_known);
  const std::string text = to_markdown(evaluation);
  EXPECT_THAT(text, HasSubstr("## other films (Hospital B), 80 films, which films trained the "
                              "model is not known"));
  EXPECT_THAT(text, HasSubstr("No film here is of the class bacterial"));
  EXPECT_THAT(notices_, Contains(HasSubstr("that none of them trained it is not known")));
  for (const MeasuredMetric& metric : measured_metrics(evaluation)) {
    EXPECT_FALSE(std::isnan(metric.value)) << metric.name;
    EXPECT_THAT(metric.measured_on, HasSubstr("other films (Hospital B)")) << metric.name;
  }
}

// 32 films of 16 x 16 pixels at once instead of all 80.
TEST_F(ExternalFilms, InPartsTheNumbersAreTheSame) {
  const auto whole = evaluated(std::size_t{1} << 20);
  const auto parts = evaluated(1);
  EXPECT_EQ(parts.bundles.front().evaluation.scored.probabilities,
            whole.bundles.front().evaluation.scored.probabilities);
  EXPECT_TRUE(torch::equal(parts.bundles.front().features, whole.bundles.front().features));
  EXPECT_EQ(parts.bundles.front().feature_films.size(), 80U);
}

}  // namespace
}  // namespace chestlens
