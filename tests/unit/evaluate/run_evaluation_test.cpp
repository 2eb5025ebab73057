#include "evaluate/run_evaluation.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/tiny_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

constexpr const char* evaluated_recipe =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
    "[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\n";

class RunEvaluation : public test::TinyRun {
 protected:
  RunEvaluation() {
    test::must(run(evaluated_recipe, options("run")));
    trained_ = load_run(folder_ / "run").value();
  }
  Evaluation evaluate_with(int views) const {
    return test::must(evaluate_run(trained_, {.part = EvaluatedPart::validation,
                                              .views = views,
                                              .make_network = test::make_tiny_network}));
  }

  chestlens::Run trained_;
};

TEST_F(RunEvaluation, IsSavedUnderItsPartAndViews) {
  const Evaluation plain = evaluate_with(0), averaged = evaluate_with(2);
  test::must(save_evaluation(trained_, plain));
  test::must(save_evaluation(trained_, averaged));
  EXPECT_EQ(bytes_of("run", "evaluation-validation.json"), to_json(plain));
  EXPECT_EQ(bytes_of("run", "evaluation-validation-tta2.json"), to_json(averaged));
  EXPECT_NE(plain.predictions.films[0].logits, averaged.predictions.films[0].logits);

  const std::vector<std::filesystem::path> runs{folder_ / "run"};
  const auto tables = test::must(load_run_predictions(runs, EvaluatedPart::validation));
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables[0].films[0].logits, plain.predictions.films[0].logits);
}

TEST_F(RunEvaluation, ReadsTheFilmsWhereTheyAre) {
  std::filesystem::rename(data_, folder_ / "moved");
  EXPECT_EQ(evaluate_run(trained_, {}).error().code, ErrorCode::not_found);
  EXPECT_TRUE(evaluate_run(
      trained_, {.data_folder = folder_ / "moved", .make_network = test::make_tiny_network}));
}

TEST_F(RunEvaluation, ARunWithoutPredictionsIsNamed) {
  const std::vector<std::filesystem::path> runs{folder_ / "run"};
  const auto missing = load_run_predictions(runs, EvaluatedPart::test);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().context, (folder_ / "run").string());
  EXPECT_THAT(missing.error().message, HasSubstr("chestlens evaluate --split test"));
}

TEST(EvaluatedParts, AreReadByTheirNames) {
  for (const auto part : {EvaluatedPart::validation, EvaluatedPart::test}) {
    EXPECT_EQ(parse_evaluated_part(to_string(part)).value(), part);
  }
  EXPECT_EQ(parse_evaluated_part("train").error().context, "train");
}

}  // namespace
}  // namespace chestlens
