#include "data/csv.hpp"
#include "io/sha256.hpp"
#include "support/must.hpp"
#include "support/tiny_run.hpp"
#include "train/as_trained.hpp"
#include "train/run_films.hpp"
#include "train/run_folder.hpp"
#include "train/trainer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string begun_recipe = R"(name = "tiny"
[data]
validation_fraction = 0.25
[train]
batch = 8
precision = "fp32"
[[stage]]
size_pixels = 32
epochs = 2
max_learning_rate = 3e-3
[[stage]]
size_pixels = 48
epochs = 2
max_learning_rate = 3e-3
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.rfind(from);
  if (at == std::string::npos) throw std::runtime_error(from + " is not in " + text);
  return text.replace(at, from.size(), to);
}

/// A run that was stopped in its second stage (its films make 5 batches an epoch).
class Resume : public test::TinyRun {
 protected:
  void stop_after(int batches, const std::string& name = "run") const {
    TrainOptions stopped = options(name);
    int asked = 0;
    stopped.stop_requested = [&] { return asked++ == batches; };
    const auto summary = run(begun_recipe, stopped);
    ASSERT_FALSE(summary);
    ASSERT_EQ(summary.error().code, ErrorCode::interrupted) << to_string(summary.error());
  }
  TrainOptions resumed(bool allow_changes = false, const std::string& name = "run") const {
    TrainOptions options = this->options(name);
    options.resume = true;
    options.allow_changes = allow_changes;
    return options;
  }
  std::string refusal(const std::string& recipe, bool allow_changes) const {
    const auto summary = run(recipe, resumed(allow_changes));
    return summary ? "none" : to_string(summary.error());
  }
  RunRecord record(const std::string& name = "run") const {
    return load_record(folder_ / name / "run.json").value();
  }
  void edit_manifest(const std::string& from, const std::string& to) const {
    const std::string text = read_text(data_ / "manifest.csv").value();
    test::must(write_file_atomic(data_ / "manifest.csv", with(text, from, to)));
  }
  /// A training film of the run, and its row.
  std::string training_film() const {
    const auto rows = parse_csv(bytes_of("run", "split.csv")).value();
    const auto row = std::ranges::find_if(
        rows, [](const CsvRecord& record) { return record.fields[3] == "train"; });
    return row->fields[0];
  }
};

TEST_F(Resume, AnotherSpellingOfTheRecipeIsNoChange) {
  ASSERT_TRUE(run(begun_recipe, options("whole")));
  stop_after(13);
  const std::string respelt =
      "# a comment\n" + with(begun_recipe, "max_learning_rate = 3e-3", "max_learning_rate = 0.003");
  ASSERT_EQ(refusal(respelt, false), "none");
  for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl", "recipe.toml"}) {
    EXPECT_EQ(bytes_of("whole", file), bytes_of("run", file)) << file;
  }
}

TEST_F(Resume, ChangesAreNamedKeyByKeyAndSoundOnesAreAllowed) {
  stop_after(13);
  std::string lower = with(begun_recipe, "max_learning_rate = 3e-3", "max_learning_rate = 1e-3");
  lower = with(lower, "batch = 8", "batch = 8\nlabel_smoothing = 0.1");
  const std::string refused = refusal(lower, false);
  EXPECT_THAT(refused, HasSubstr("stage[2].max_learning_rate: 0.003 then, 0.001 now"));
  EXPECT_THAT(refused, HasSubstr("train.label_smoothing: not given then, 0.1 now"));
  EXPECT_THAT(refused, HasSubstr("--allow-changes goes on"));
  ASSERT_EQ(refusal(lower, true), "none");
  EXPECT_EQ(bytes_of("run", "recipe.toml"), lower);

  const RunRecord record = this->record();
  ASSERT_EQ(record.changes.size(), 2U);
  EXPECT_EQ(record.changes[0].key, "stage[2].max_learning_rate");
  EXPECT_EQ(record.changes[0].before, "0.003");
  EXPECT_EQ(record.changes[0].after, "0.001");
  EXPECT_EQ(record.changes[0].epoch, 2);
  EXPECT_EQ(record.state(), "finished");
  // The best weights may be of the recipe before; the run is whole all the same.
  EXPECT_TRUE(load_best(load_run(folder_ / "run").value(), test::make_tiny_network));
}

TEST_F(Resume, UnsoundChangesAreRefusedWithTheReason) {
  stop_after(13);
  const auto refused = [&](const std::string& from, const std::string& to) {
    return refusal(with(begun_recipe, from, to), true);
  };
  EXPECT_THAT(refused("size_pixels = 48", "size_pixels = 64"), HasSubstr("stage 2 is under way"));
  EXPECT_THAT(refused("size_pixels = 32", "size_pixels = 64"), HasSubstr("stage 1 is done"));
  EXPECT_THAT(refused("[train]", "[train]\noptimizer = \"sgd\""),
              HasSubstr("the optimizer's state is of that kind"));
  EXPECT_THAT(refused("[data]", "[input]\nfit = \"letterbox\"\n[data]"),
              HasSubstr("films that were prepared so"));
  EXPECT_THAT(refused("validation_fraction = 0.25", "validation_fraction = 0.3"),
              HasSubstr("chosen and split by it"));
  EXPECT_THAT(refused("[train]", "[train]\nema_decay = 0.9"), HasSubstr("not averaged"));
}

TEST_F(Resume, TooFewEpochsAreSaidOfTheKeyThatAsksForThem) {
  stop_after(18);  // in the second stage's second epoch
  std::string shorter = with(begun_recipe, "epochs = 2", "epochs = 1");
  shorter = with(shorter, "batch = 8", "batch = 8\nweight_decay = 0.02");
  EXPECT_THAT(refusal(shorter, true),
              HasSubstr("stage[2].epochs: 2 then, 1 now (stage 2 would have 1 epochs, of which 1 "
                        "are trained); train.weight_decay"));
}

TEST_F(Resume, AFinishedRunGoesOnWithAnotherStage) {
  ASSERT_TRUE(run(begun_recipe, options("run")));
  const std::string more =
      begun_recipe + "[[stage]]\nsize_pixels = 48\nepochs = 1\nmax_learning_rate = 1e-4\n";
  EXPECT_THAT(refusal(more, false), HasSubstr("stage[3].epochs: not given then, 1 now"));
  const auto summary = run(more, resumed(true));
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_EQ(summary->epochs, 5);
  EXPECT_THAT(refusal(with(more, "epochs = 2", "epochs = 3"), true), HasSubstr("stage 2 is done"));
}

TEST_F(Resume, FilmsThatAreGoneAreTakenOutWhereAllowed) {
  stop_after(13);
  const std::string film = training_film();
  edit_manifest(film + ",", "gone-" + film + ",");
  std::filesystem::copy_file(data_ / film, data_ / ("gone-" + film));
  const std::string refused = refusal(begun_recipe, false);
  EXPECT_THAT(refused, HasSubstr("1 films of this run are not in the manifest: " + film));
  EXPECT_THAT(refused, HasSubstr("--allow-changes"));

  std::vector<std::string> notices;
  TrainOptions allowed = resumed(true);
  allowed.reporter.notice = [&](std::string_view text) { notices.emplace_back(text); };
  const auto summary = run(begun_recipe, allowed);
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_THAT(notices, testing::Contains(HasSubstr("are not taken: gone-" + film)));
  EXPECT_EQ(bytes_of("run", "split.csv").find(film), std::string::npos);
  EXPECT_EQ(record().changes.at(0).after, "taken out: " + film);
  EXPECT_EQ(record().split_sha256, sha256_hex(bytes_of("run", "split.csv")));
  EXPECT_EQ(refusal(begun_recipe, false), "none");  // the run is of these films now
}

TEST_F(Resume, FilmsOfOtherContentsAreNamed) {
  stop_after(13);
  const std::string film = training_film();
  test::write_film(data_ / film, test::small_film(32, 1, 999));
  EXPECT_THAT(refusal(begun_recipe, false),
              HasSubstr("1 films are not what they were when this run began: " + film));
  ASSERT_EQ(refusal(begun_recipe, true), "none");
  EXPECT_EQ(record().changes.at(0).after, "other contents: " + film);
  EXPECT_EQ(refusal(begun_recipe, false), "none");
}

TEST_F(Resume, FilmsThatChangeBetweenStagesStopIt) {
  bool is_changed = false;
  TrainOptions changing = options("run");
  changing.reporter.line = [&](std::string_view row) {
    if (is_changed || row.find("  32  ") == std::string_view::npos) return;
    is_changed = true;  // after the first epoch, in the first stage
    test::write_film(data_ / training_film(), test::small_film(32, 1, 999));
  };
  const auto summary = run(begun_recipe, changing);
  ASSERT_FALSE(summary);
  EXPECT_THAT(summary.error().message, HasSubstr("films are not what they were"));
  EXPECT_EQ(record().state(), "failed");
}

TEST_F(Resume, TheOrderOfRowsChangesNoBit) {
  ASSERT_TRUE(run(begun_recipe, options("whole")));
  stop_after(13);
  const std::string text = read_text(data_ / "manifest.csv").value();
  const auto rows = parse_csv(text).value();
  std::string reversed = csv_line(rows.front().fields);
  for (std::size_t i = rows.size(); i-- > 1;) reversed += csv_line(rows[i].fields);
  test::must(write_file_atomic(data_ / "manifest.csv", reversed));
  ASSERT_EQ(refusal(begun_recipe, false), "none");
  for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl", "split.csv"}) {
    EXPECT_EQ(bytes_of("whole", file), bytes_of("run", file)) << file;
  }
}

TEST_F(Resume, TheRecordSaysWhatTrainedTheRun) {
  stop_after(13);
  EXPECT_EQ(record().state(), "stopped");
  ASSERT_EQ(refusal(begun_recipe, false), "none");
  const RunRecord record = this->record();
  ASSERT_EQ(record.sessions.size(), 2U);
  EXPECT_EQ(record.epochs_planned, 4);
  EXPECT_EQ(record.films_sha256.size(), 64U);
  EXPECT_EQ(record.split_sha256, sha256_hex(bytes_of("run", "split.csv")));
  EXPECT_EQ(record.sessions[0].epoch_seconds.size(), 2U);
  EXPECT_EQ(record.sessions[1].epoch_seconds.size(), 2U);
  EXPECT_TRUE(record.sessions[1].epoch_seconds.contains(4));
  EXPECT_EQ(record.sessions[1].device, "cpu");
  EXPECT_EQ(record.sessions[1].precision, "fp32");
}

TEST_F(Resume, ANewRunBeginsFromTheBestOfAnother) {
  ASSERT_TRUE(run(begun_recipe, options("run")));
  TrainOptions from = options("next");
  from.from_run = folder_ / "run";
  const std::string one_epoch =
      "name = \"tiny\"\n[data]\nvalidation_fraction = 0.4\nseed = 9\n[train]\nbatch = 8\n"
      "precision = \"fp32\"\n[[stage]]\nsize_pixels = 48\nepochs = 1\nmax_learning_rate = 1e-8\n";
  const auto summary = run(one_epoch, from);
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_EQ(bytes_of("run", "split.csv"), bytes_of("next", "split.csv"));
  const RunRecord record = this->record("next");
  ASSERT_TRUE(record.origin);
  EXPECT_EQ(record.origin->weights_sha256, sha256_hex(bytes_of("run", "best.safetensors")));
  // So low a rate leaves the weights as they were.
  const auto weights = [this](const std::string& name) {
    const auto classifier =
        load_best(load_run(folder_ / name).value(), test::make_tiny_network).value();
    return classifier.module->parameters().front().clone();
  };
  EXPECT_TRUE(torch::allclose(weights("run"), weights("next"), 1e-3, 1e-5));
}

}  // namespace
}  // namespace chestlens
