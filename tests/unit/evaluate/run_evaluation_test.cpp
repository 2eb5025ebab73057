#include "evaluate/run_evaluation.hpp"

#include "evaluate/run_progress.hpp"
#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/tiny_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

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
  EXPECT_THAT(missing.error().message, HasSubstr("--split test makes them"));
}

TEST_F(RunEvaluation, FilesOfItsNamesThatItDidNotWriteStay) {
  const Evaluation evaluation = evaluate_with(0);
  test::must(save_evaluation(trained_, evaluation));
  test::must(save_evaluation(trained_, evaluation));  // over its own
  for (const char* name : {"evaluation-validation.json", "predictions-validation.csv"}) {
    const fs::path file = folder_ / "run" / name;
    test::must(write_file_atomic(file, "my notes"));
    const auto refused = save_evaluation(trained_, evaluation);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().context, file.string());
    EXPECT_THAT(refused.error().message, HasSubstr("move it away"));
    EXPECT_EQ(read_text(file).value(), "my notes");
    fs::remove(file);
  }
}

TEST_F(RunEvaluation, FilmsThatCameLaterAreLeftOutAndSaid) {
  const Evaluation before = evaluate_with(0);
  const std::string manifest = read_text(data_ / "manifest.csv").value();
  const std::string film = before.predictions.films.front().file;
  fs::copy_file(data_ / film, data_ / "later.png");
  const std::size_t row = manifest.find(film);
  std::string later = manifest.substr(row, manifest.find('\n', row) + 1 - row);
  later.replace(0, film.size(), "later.png");
  test::must(write_file_atomic(data_ / "manifest.csv", manifest + later));
  std::vector<std::string> notices;
  const Reporter reporter{.notice = [&](std::string_view text) { notices.emplace_back(text); }};
  const auto after =
      test::must(evaluate_run(trained_, {.make_network = test::make_tiny_network}, reporter));
  EXPECT_EQ(to_json(after), to_json(before));
  EXPECT_THAT(notices, testing::Contains(HasSubstr("did not begin with is left out: later.png")));
}

/// Runs the training of evaluated_recipe for three epochs, and stops it after the first.
TEST_F(RunEvaluation, AnUnfinishedTrainingIsNamed) {
  EXPECT_TRUE(run_progress(trained_).value().is_finished);
  std::string longer = evaluated_recipe;
  longer.replace(longer.find("epochs = 1"), 10, "epochs = 3");
  TrainOptions stopped = options("stopped");
  const fs::path log = folder_ / "stopped" / "log.jsonl";
  stopped.stop_requested = [&] { return fs::exists(log) && fs::file_size(log) > 0; };
  ASSERT_EQ(run(longer, stopped).error().code, ErrorCode::interrupted);
  const auto half = load_run(folder_ / "stopped").value();
  const std::string words = "epoch 1 of 3: the training is not finished";
  EXPECT_EQ(run_progress(half).value().unfinished(), words);

  std::vector<std::string> notices;
  const Reporter reporter{.notice = [&](std::string_view text) { notices.emplace_back(text); }};
  test::must(evaluate_run(half, {.make_network = test::make_tiny_network}, reporter));
  EXPECT_THAT(notices, testing::Contains(HasSubstr(words)));

  fs::remove(folder_ / "stopped" / "last.safetensors");
  EXPECT_EQ(run_progress(half).value().unfinished(), words) << "by the log";
}

TEST_F(RunEvaluation, ChangesThatATrainingWentOnWithAreKnown) {
  EXPECT_TRUE(run_progress(trained_).value().changes.empty());
  auto description = nlohmann::json::parse(bytes_of("run", "run.json"));
  description["changes"] = {{{"epoch", 2},
                             {"key", "train.seed"},
                             {"before", "1"},
                             {"after", "2"},
                             {"changed", "2026-01-31T12:00:00Z"}}};
  test::must(write_file_atomic(folder_ / "run" / "run.json", description.dump()));
  EXPECT_EQ(run_progress(load_run(folder_ / "run").value()).value().changes,
            std::vector<std::string>{"after epoch 2 train.seed: 1 -> 2"});
}

TEST_F(RunEvaluation, PredictionsOfOtherWeightsAreRefused) {
  test::must(save_evaluation(trained_, evaluate_with(0)));
  const std::vector<fs::path> runs{folder_ / "run"};
  const auto table = test::must(load_run_predictions(runs, EvaluatedPart::validation)).front();
  EXPECT_EQ(table.weights_sha256, run_weights(trained_.folder).value().sha256);
  EXPECT_EQ(table.epoch, 1);

  const auto classifier = load_best(trained_, test::make_tiny_network).value();
  test::must(save_best(trained_, classifier, 3, 0.5));
  const auto stale = load_run_predictions(runs, EvaluatedPart::validation);
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().code, ErrorCode::mismatch);
  EXPECT_THAT(stale.error().message,
              HasSubstr("are of epoch 1; the run's best is of epoch 3: run chestlens evaluate"));
}

TEST_F(RunEvaluation, ARunCountsOnce) {
  test::must(save_evaluation(trained_, evaluate_with(0)));
  fs::copy(folder_ / "run", folder_ / "copy", fs::copy_options::recursive);
  fs::create_directory_symlink(folder_ / "run", folder_ / "link");
  const auto distinct = [&](const std::vector<fs::path>& runs) {
    return check_distinct_runs(runs, load_run_predictions(runs, EvaluatedPart::validation).value());
  };
  EXPECT_TRUE(distinct({folder_ / "run"}));
  EXPECT_THAT(distinct({folder_ / "run", folder_ / "link"}).error().message,
              HasSubstr("is the folder of"));
  EXPECT_THAT(distinct({folder_ / "run", folder_ / "copy"}).error().message,
              HasSubstr("has the same weights as"));
}

/// Films of another folder, and of it only those that did not train the run.
TEST_F(RunEvaluation, FilmsOfAnotherFolderAreScored) {
  const auto own = load_run_data(trained_).value();
  const fs::path other = folder_ / "other";
  test::write_film_folder(other, {"a", "b"}, 4, 48);
  const std::string trained = own.manifest.films[own.split.train.front()].file;
  fs::copy_file(data_ / trained, other / "seen.png");
  std::string manifest = read_text(other / "manifest.csv").value();
  for (auto at = manifest.find("patient a"); at != std::string::npos;
       at = manifest.find("patient a")) {
    manifest.replace(at, 7, "other");
  }
  for (auto at = manifest.find("patient b"); at != std::string::npos;
       at = manifest.find("patient b")) {
    manifest.replace(at, 7, "other");
  }
  test::must(write_file_atomic(other / "manifest.csv",
                               manifest + csv_line({"seen.png", "a", "renamed", "", "", ""})));
  const RunEvaluationOptions options{
      .part = EvaluatedPart::all, .data_folder = other, .make_network = test::make_tiny_network};
  const auto evaluation = test::must(evaluate_run(trained_, options));
  EXPECT_EQ(evaluation.predictions.films.size(), 8U);
  const std::string text = to_markdown(evaluation);
  EXPECT_THAT(text, HasSubstr("## all, 8 films, no patient shared with training"));
  EXPECT_THAT(text, HasSubstr("No film here is of the class c"));

  auto validation = options;
  validation.part = EvaluatedPart::validation;
  const auto refused = evaluate_run(trained_, validation);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("--split all"));
}

TEST_F(RunEvaluation, WherePatientsAreNotKnownNothingIsSaidOfThem) {
  const std::string manifest = read_text(data_ / "manifest.csv").value();
  std::string marked;
  for (std::size_t begin = 0; begin < manifest.size();) {
    const auto end = manifest.find('\n', begin);
    marked += manifest.substr(begin, end - begin) + (begin == 0 ? ",patients\n" : ",unknown\n");
    begin = end + 1;
  }
  test::must(write_file_atomic(data_ / "manifest.csv", marked));
  const Evaluation evaluation = evaluate_with(0);
  const std::string text = to_markdown(evaluation);
  EXPECT_THAT(text, HasSubstr("split by film: patients are not known"));
  EXPECT_THAT(text, testing::Not(HasSubstr("no patient shared")));
  for (const MeasuredMetric& metric : measured_metrics(evaluation)) {
    EXPECT_THAT(metric.measured_on, HasSubstr("split by film: patients are not known"));
  }
}

TEST(EvaluatedParts, AreReadByTheirNames) {
  for (const auto part : {EvaluatedPart::validation, EvaluatedPart::test, EvaluatedPart::all}) {
    EXPECT_EQ(parse_evaluated_part(to_string(part)).value(), part);
  }
  EXPECT_EQ(parse_evaluated_part("train").error().context, "train");
}

}  // namespace
}  // namespace chestlens
