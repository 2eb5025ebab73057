#include "data/csv.hpp"
#include "support/tiny_run.hpp"
#include "train/known_run.hpp"
#include "train/run_folder.hpp"
#include "weights/tensor_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string start =
    "name = \"tiny\"\n[network]\ndropout = 0.0\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch "
    "= 8\nprecision = \"fp32\"\nclass_weights = \"balanced\"\n";
const std::string task_stage =
    "[[stage]]\nsize_pixels = 32\nepochs = 2\nmax_learning_rate = 1e-3\nfrozen = true\n";
/// The table and its stage as this version or an earlier one calls them.
std::string pretraining_table(const std::string& name) {
  return "[" + name + "]\nclasses = [\"Stripes\", \"Squares\"]\n[[" + name +
         ".stage]]\nsize_pixels = 32\nepochs = 6\nmax_learning_rate = 1e-2\n";
}
const std::string recipe = start + task_stage + pretraining_table("pretraining");
const std::string old_recipe = start + task_stage + pretraining_table("bridge");

/// Films whose labels are their pattern; a third label is never stated.
void write_labelled_films(const std::filesystem::path& folder) {
  std::string manifest = csv_line({"file", "labels", "patient_id"});
  for (int i = 0; i < 60; ++i) {
    const int pattern = i % 4;
    const std::string name = std::to_string(i) + ".png";
    test::write_film(folder / name,
                     test::small_film(32, pattern, derive_seed(9, {std::uint64_t(i)})));
    std::string labels = "Stripes=" + std::to_string(pattern < 2 ? 1 : 0) + ";Mass=?;Squares=";
    labels += i % 5 == 0 ? "?" : std::to_string(pattern == 2 ? 1 : 0);
    manifest += csv_line({name, labels, std::to_string(i)});
  }
  test::must(write_file_atomic(folder / "manifest.csv", manifest));
}

class Pretraining : public test::TinyRun {
 protected:
  Pretraining() { write_labelled_films(labelled_); }
  TrainOptions pretrained(const std::string& name) const {
    TrainOptions with_films = options(name);
    with_films.pretraining_data = labelled_;
    return with_films;
  }
  std::filesystem::path labelled_ = folder_ / "labelled";
};

TEST_F(Pretraining, LearnsTheLabelsAndItsBodyCarriesOver) {
  const auto summary = run(recipe, pretrained("run"));
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_EQ(summary->epochs, 2);
  const std::string log = bytes_of("run", "pretraining/log.jsonl");
  EXPECT_EQ(std::ranges::count(log, '\n'), 6);
  const std::size_t last_line = log.rfind('\n', log.size() - 2) + 1;
  const auto last = nlohmann::json::parse(log.substr(last_line));
  EXPECT_GT(last.at("mean_roc_area").get<double>(), 0.9) << last;
  EXPECT_EQ(last.at("roc_area").size(), 2U);

  // The task's body was frozen but for its norms.
  const auto pretrained_body =
      read_tensor_file(folder_ / "run/pretraining/best.safetensors").value();
  const auto task = read_tensor_file(folder_ / "run/last.safetensors").value();
  for (const char* name : {"body.conv0.weight", "body.conv1.weight"}) {
    EXPECT_TRUE(torch::equal(pretrained_body.tensors.at(name),
                             task.tensors.at("model/" + std::string(name))))
        << name;
  }
  EXPECT_EQ(task.tensors.at("model/head.8.weight").size(0), 3);
}

TEST_F(Pretraining, StoppedAndResumedAnywhereItIsTheSameRun) {
  ASSERT_TRUE(run(recipe, pretrained("whole")));
  TrainOptions pieces = pretrained("pieces");
  pieces.resume = true;
  bool is_done = false;
  for (int attempt = 0; attempt < 60 && !is_done; ++attempt) {
    int asked = 0;
    pieces.stop_requested = [&] { return asked++ == 7; };
    is_done = run(recipe, pieces).has_value();
  }
  ASSERT_TRUE(is_done);
  EXPECT_EQ(bytes_of("pieces", "pretraining/last.safetensors"),
            bytes_of("whole", "pretraining/last.safetensors"));
  EXPECT_EQ(bytes_of("pieces", "last.safetensors"), bytes_of("whole", "last.safetensors"));
  EXPECT_EQ(bytes_of("pieces", "log.jsonl"), bytes_of("whole", "log.jsonl"));
}

// As `chestlens train --run RUN --resume` asks it.
TEST_F(Pretraining, ItsFolderKnowsTheTaskBeforeThatBegins) {
  TrainOptions stopped = pretrained("run");
  int asked = 0;
  stopped.stop_requested = [&] { return asked++ == 7; };
  ASSERT_EQ(run(recipe, stopped).error().code, ErrorCode::interrupted);
  const auto known = find_known_run(folder_ / "run").value();
  ASSERT_TRUE(known);
  EXPECT_TRUE(known->recipe.pretraining);
  EXPECT_FALSE(known->recipe.data.multi_label);
  EXPECT_EQ(known->data_folder, stopped.data_folder);
  EXPECT_EQ(known->pretraining_data, stopped.pretraining_data);
  TrainOptions resumed = pretrained("run");
  resumed.resume = true;
  ASSERT_TRUE(train(known->recipe, resumed));
  EXPECT_EQ(find_known_run(folder_ / "run").value()->pretraining_data, stopped.pretraining_data);
  EXPECT_FALSE(find_known_run(folder_ / "none").value());
}

TEST_F(Pretraining, GoesTogetherWithItsFilms) {
  const auto without_films = run(recipe, options("one"));
  ASSERT_FALSE(without_films);
  EXPECT_THAT(without_films.error().message, HasSubstr("--pretraining-data"));
  const auto without_table = run(start + task_stage, pretrained("other"));
  ASSERT_FALSE(without_table);
  EXPECT_THAT(without_table.error().message, HasSubstr("no table [pretraining]"));
}

TEST_F(Pretraining, IsReadBackAsTheRunItIs) {
  ASSERT_TRUE(run(recipe, pretrained("run")));
  const chestlens::Run pretraining = load_run(folder_ / "run" / "pretraining").value();
  EXPECT_TRUE(pretraining.recipe.data.multi_label);
  EXPECT_EQ(pretraining.classes, (std::vector<std::string>{"Stripes", "Squares"}));
  EXPECT_EQ(pretraining.recipe.train.class_weights, ClassWeights::none);
  EXPECT_FALSE(load_run(folder_ / "run").value().recipe.data.multi_label);
}

/// Makes of a run what the versions before would have left at the same moment.
void make_old(const std::filesystem::path& run) {
  std::filesystem::rename(run / "pretraining", run / "bridge");
  const auto description = run / "bridge" / "run.json";
  auto json = nlohmann::json::parse(read_text(description).value());
  json["bridge"] = json.at("pretraining");
  json.erase("pretraining");
  test::must(write_file_atomic(description, json.dump(2)));
}

TEST_F(Pretraining, ARunOfAnEarlierVersionGoesOnInItsOwnFolderWithOneNotice) {
  TrainOptions old = pretrained("old");
  int asked = 0;
  old.stop_requested = [&] { return asked++ == 7; };
  ASSERT_EQ(run(old_recipe, old).error().code, ErrorCode::interrupted);
  make_old(folder_ / "old");
  const chestlens::Run begun = load_run(folder_ / "old" / "bridge").value();
  EXPECT_TRUE(begun.recipe.data.multi_label);
  EXPECT_EQ(begun.classes, (std::vector<std::string>{"Stripes", "Squares"}));

  std::vector<std::string> notices;
  old.resume = true;
  old.stop_requested = {};
  old.reporter.notice = [&](std::string_view text) { notices.emplace_back(text); };
  const auto summary = run(old_recipe, old);
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_EQ(std::ranges::count_if(notices,
                                  [](const std::string& notice) {
                                    return notice.find("bridge is now called pretraining") !=
                                           std::string::npos;
                                  }),
            1);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "old" / "pretraining"));

  ASSERT_TRUE(run(old_recipe, pretrained("whole")));
  EXPECT_EQ(bytes_of("old", "bridge/last.safetensors"),
            bytes_of("whole", "pretraining/last.safetensors"));
  EXPECT_EQ(bytes_of("old", "last.safetensors"), bytes_of("whole", "last.safetensors"));
  EXPECT_EQ(bytes_of("old", "log.jsonl"), bytes_of("whole", "log.jsonl"));
}

TEST_F(Pretraining, ARunWhoseRecipeLacksItIsDamaged) {
  ASSERT_TRUE(run(recipe, pretrained("run")));
  test::must(write_file_atomic(folder_ / "run/pretraining/recipe.toml", start + task_stage));
  const auto damaged = load_run(folder_ / "run" / "pretraining");
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::corrupt);
  EXPECT_THAT(to_string(damaged.error()), HasSubstr("recipe.toml: has no table [pretraining]"));
}

}  // namespace
}  // namespace chestlens
