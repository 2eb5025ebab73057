#include "data/csv.hpp"
#include "support/tiny_run.hpp"
#include "train/run_folder.hpp"
#include "weights/tensor_file.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <string>

namespace chestlens {
namespace {

const std::string start =
    "name = \"tiny\"\n[network]\ndropout = 0.0\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch "
    "= 8\nprecision = \"fp32\"\nclass_weights = \"balanced\"\n";
const std::string task_stage =
    "[[stage]]\nsize_pixels = 32\nepochs = 2\nmax_learning_rate = 1e-3\nfrozen = true\n";
const std::string bridge_stage =
    "[bridge]\nclasses = [\"Stripes\", \"Squares\"]\n[[bridge.stage]]\nsize_pixels = 32\n"
    "epochs = 6\nmax_learning_rate = 1e-2\n";
const std::string recipe = start + task_stage + bridge_stage;

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

class Bridge : public test::TinyRun {
 protected:
  Bridge() { write_labelled_films(labelled_); }
  TrainOptions bridged(const std::string& name) const {
    TrainOptions with_bridge = options(name);
    with_bridge.pretraining_data = labelled_;
    return with_bridge;
  }
  std::filesystem::path labelled_ = folder_ / "labelled";
};

TEST_F(Bridge, LearnsTheLabelsAndItsBodyCarriesOver) {
  const auto summary = run(recipe, bridged("run"));
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_EQ(summary->epochs, 2);
  const std::string log = bytes_of("run", "bridge/log.jsonl");
  EXPECT_EQ(std::ranges::count(log, '\n'), 6);
  const std::size_t last_line = log.rfind('\n', log.size() - 2) + 1;
  const auto last = nlohmann::json::parse(log.substr(last_line));
  EXPECT_GT(last.at("mean_roc_area").get<double>(), 0.9) << last;
  EXPECT_EQ(last.at("roc_area").size(), 2U);

  // The task's body was frozen but for its norms.
  const auto bridge = read_tensor_file(folder_ / "run/bridge/best.safetensors").value();
  const auto task = read_tensor_file(folder_ / "run/last.safetensors").value();
  for (const char* name : {"body.conv0.weight", "body.conv1.weight"}) {
    EXPECT_TRUE(
        torch::equal(bridge.tensors.at(name), task.tensors.at("model/" + std::string(name))))
        << name;
  }
  EXPECT_EQ(task.tensors.at("model/head.8.weight").size(0), 3);
}

TEST_F(Bridge, StoppedAndResumedAnywhereItIsTheSameRun) {
  ASSERT_TRUE(run(recipe, bridged("whole")));
  TrainOptions pieces = bridged("pieces");
  pieces.resume = true;
  bool is_done = false;
  for (int attempt = 0; attempt < 60 && !is_done; ++attempt) {
    int asked = 0;
    pieces.stop_requested = [&] { return asked++ == 7; };
    is_done = run(recipe, pieces).has_value();
  }
  ASSERT_TRUE(is_done);
  EXPECT_EQ(bytes_of("pieces", "bridge/last.safetensors"),
            bytes_of("whole", "bridge/last.safetensors"));
  EXPECT_EQ(bytes_of("pieces", "last.safetensors"), bytes_of("whole", "last.safetensors"));
  EXPECT_EQ(bytes_of("pieces", "log.jsonl"), bytes_of("whole", "log.jsonl"));
}

TEST_F(Bridge, GoesTogetherWithItsFilms) {
  const auto without_films = run(recipe, options("one"));
  ASSERT_FALSE(without_films);
  EXPECT_NE(without_films.error().message.find("--bridge"), std::string::npos);
  const auto without_table = run(start + task_stage, bridged("other"));
  ASSERT_FALSE(without_table);
  EXPECT_NE(without_table.error().message.find("no table [bridge]"), std::string::npos);
}

TEST_F(Bridge, IsReadBackAsTheRunItIs) {
  ASSERT_TRUE(run(recipe, bridged("run")));
  const chestlens::Run bridge = load_run(folder_ / "run" / "bridge").value();
  EXPECT_TRUE(bridge.recipe.data.multi_label);
  EXPECT_EQ(bridge.classes, (std::vector<std::string>{"Stripes", "Squares"}));
  EXPECT_EQ(bridge.recipe.train.class_weights, ClassWeights::none);
  EXPECT_FALSE(load_run(folder_ / "run").value().recipe.data.multi_label);
}

}  // namespace
}  // namespace chestlens
