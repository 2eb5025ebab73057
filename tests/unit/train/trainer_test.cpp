#include "train/trainer.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/tiny_run.hpp"
#include "train/run_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <sstream>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string recipe_text = R"(name = "tiny"
[data]
validation_fraction = 0.25
[train]
batch = 8
precision = "fp32"
class_weights = "square_root"
[[stage]]
size_pixels = 32
epochs = 3
max_learning_rate = 3e-3
[[stage]]
size_pixels = 48
epochs = 3
max_learning_rate = 3e-3
)";

class TrainerTest : public test::TinyRun {
 protected:
  static Result<TrainSummary> run(const TrainOptions& options) {
    return TinyRun::run(recipe_text, options);
  }
};

TEST_F(TrainerTest, LearnsAndWritesItsRunFolder) {
  const auto summary = run(options("run"));
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_EQ(summary->epochs, 6);
  EXPECT_GT(summary->best_value, 0.6);  // chance is 0.33

  std::istringstream log(bytes_of("run", "log.jsonl"));
  int epochs = 0;
  std::optional<int> best;
  for (std::string line; std::getline(log, line);) {
    const auto json = nlohmann::json::parse(line);
    EXPECT_EQ(json.at("epoch"), ++epochs);
    EXPECT_EQ(json.at("size_pixels"), epochs <= 3 ? 32 : 48);
    EXPECT_GT(json.at("train_loss"), 0.0);
    EXPECT_EQ(json.at("recall").size(), 3U);
    if (json.at("best") == true) best = json.at("epoch");
  }
  EXPECT_EQ(epochs, 6);
  EXPECT_EQ(best, summary->best_epoch);
  EXPECT_EQ(bytes_of("run", "recipe.toml"), recipe_text);
}

TEST_F(TrainerTest, SameSeedSameBits) {
  ASSERT_TRUE(run(options("one")));
  ASSERT_TRUE(run(options("two")));
  for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl", "split.csv"}) {
    EXPECT_EQ(bytes_of("one", file), bytes_of("two", file)) << file;
  }
}

// With every source of chance, in the recipe's own precision and on more than one thread.
TEST_F(TrainerTest, SameSeedSameBitsOnTwoThreads) {
  const std::string text =
      "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
      "balanced_sampling = true\nema_decay = 0.9\n[augment]\nflip = 0.5\n"
      "rotate_degrees = 10.0\nperspective = 0.2\ncutout_probability = 0.5\n"
      "[[stage]]\nsize_pixels = 64\nepochs = 2\nmax_learning_rate = 3e-3\nmixup_alpha = 0.4\n";
  at::set_num_threads(2);
  TrainOptions threaded = options("one");
  threaded.threads = 2;
  const auto one = TinyRun::run(text, threaded);
  threaded.run_folder = folder_ / "two";
  const auto two = TinyRun::run(text, threaded);
  at::set_num_threads(1);
  ASSERT_TRUE(one) << to_string(one.error());
  ASSERT_TRUE(two);
  for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl"}) {
    EXPECT_EQ(bytes_of("one", file), bytes_of("two", file)) << file;
  }
}

TEST_F(TrainerTest, ReportsATableAndItsProgressWithLossAndMetric) {
  std::string table, live;
  TrainOptions reported = options("run");
  reported.reporter = {.line = [&](std::string_view line) { table.append(line) += '\n'; },
                       .progress =
                           [&](const ProgressState& state) {
                             live.append(state.title).append(" ").append(state.unit) += ' ';
                             live.append(state.note) += '\n';
                           }};
  ASSERT_TRUE(run(reported));
  EXPECT_THAT(live, HasSubstr("epoch 2/6"));
  for (const char* part : {" films ", "loss ", "macro F1 "}) {
    EXPECT_THAT(live, HasSubstr(part)) << part << " in " << live;
  }
  EXPECT_THAT(table, HasSubstr("train loss  val loss  accuracy  macro F1"));
}

// Stopped within epochs and at their ends, the run that goes on equals the one never stopped.
TEST_F(TrainerTest, ResumedRunIsBitEqualToAnUninterruptedOne) {
  ASSERT_TRUE(run(options("whole")));
  for (const int batches : {2, 5}) {
    const std::string name = "pieces" + std::to_string(batches);
    train_in_pieces(recipe_text, name, batches);
    for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl", "split.csv"}) {
      EXPECT_EQ(bytes_of("whole", file), bytes_of(name, file)) << file << " " << batches;
    }
  }
}

// A kill between the writing of the best weights and of the checkpoint repeats the epoch.
TEST_F(TrainerTest, ResumesFromAnEarlierCheckpointToTheSameEnd) {
  ASSERT_TRUE(run(options("whole")));
  TrainOptions stopped = options("killed");
  int asked = 0;
  stopped.stop_requested = [&] { return asked++ == 6; };
  ASSERT_FALSE(run(stopped));
  const std::string checkpoint = bytes_of("killed", "last.safetensors");
  stopped.resume = true;
  stopped.stop_requested = {};
  ASSERT_TRUE(run(stopped));
  test::must(write_file_atomic(folder_ / "killed" / "last.safetensors", checkpoint));
  ASSERT_TRUE(run(stopped));
  for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl"}) {
    EXPECT_EQ(bytes_of("whole", file), bytes_of("killed", file)) << file;
  }
}

TEST_F(TrainerTest, AFinishedRunIsLeftAsItIs) {
  TrainOptions again = options("run");
  again.resume = true;  // begins, as there is no checkpoint yet
  ASSERT_TRUE(run(again));
  const std::string before = bytes_of("run", "last.safetensors");
  const auto summary = run(again);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->epochs, 6);
  EXPECT_EQ(bytes_of("run", "last.safetensors"), before);
}

TEST_F(TrainerTest, DoesNotTrainOverARun) {
  ASSERT_TRUE(run(options("run")));
  const auto again = run(options("run"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(again.error().message, HasSubstr("--resume"));
}

TEST_F(TrainerTest, AnotherFactorOfEpochsIsNamed) {
  TrainOptions resumed = options("run");
  resumed.epochs_scale = 0.5;
  EXPECT_EQ(run(resumed).value().epochs, 4);
  resumed.resume = true;
  resumed.epochs_scale = 1.0;
  const auto longer = run(resumed);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().code, ErrorCode::mismatch);
  EXPECT_THAT(longer.error().message, HasSubstr("--epochs-scale: 0.5 then, 1 now"));
}

TEST_F(TrainerTest, UnreadableFilmsStopItBeforeTheFirstEpoch) {
  test::must(write_file_atomic(data_ / "a3.png", "not a film"));
  const auto summary = run(options("run"));
  ASSERT_FALSE(summary);
  EXPECT_THAT(summary.error().message, HasSubstr("a3.png"));
}

TEST_F(TrainerTest, RunFolderThatIsAFileIsAnError) {
  test::must(write_file_atomic(folder_ / "taken", "x"));
  const auto summary = run(options("taken"));
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().code, ErrorCode::io);
}

TEST_F(TrainerTest, ClassesMayBeNamedByTheRecipe) {
  const std::string text = "[data]\nclasses = [\"c\", \"a\"]\n";
  std::string two = recipe_text;
  two.replace(two.find("[data]\n"), 7, text);
  const auto summary = train(parse_recipe(two, "two.toml").value(), options("run"));
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_EQ(load_run(folder_ / "run").value().classes, (std::vector<std::string>{"c", "a"}));
}

}  // namespace
}  // namespace chestlens
