#include "support/tiny_run.hpp"
#include "weights/tensor_file.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using nlohmann::json;

const std::string recipe_start =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\nprecision = "
    "\"fp32\"\n";

class Stages : public test::TinyRun {
 protected:
  std::vector<json> log_of(const std::string& name) const {
    std::vector<json> lines;
    std::istringstream log(bytes_of(name, "log.jsonl"));
    for (std::string line; std::getline(log, line);) lines.push_back(json::parse(line));
    return lines;
  }
  TensorFile checkpoint_of(const std::string& name) const {
    return read_tensor_file(folder_ / name / "last.safetensors").value();
  }
  void expect_same_runs(const std::string& one, const std::string& other) const {
    for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl"}) {
      EXPECT_EQ(bytes_of(one, file), bytes_of(other, file)) << file << " of " << other;
    }
  }
};

// The checkpoint after a frozen stage has the body's convolutions as the seed made them.
TEST_F(Stages, FrozenOnesTrainTheHeadAndTheNorms) {
  const std::string stage =
      "[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-2\nfrozen = ";
  ASSERT_TRUE(run(recipe_start + stage + "true\n", options("frozen")));
  ASSERT_TRUE(run(recipe_start + stage + "false\n", options("free")));
  const TensorFile frozen = checkpoint_of("frozen");
  const TensorFile free = checkpoint_of("free");
  // A parameter that was never stepped has running means of zero.
  const auto stepped = [](const TensorFile& file, const std::string& name) {
    return file.tensors.at("optimizer.second/" + name).any().item<bool>();
  };
  EXPECT_FALSE(stepped(frozen, "body.conv0.weight"));
  EXPECT_FALSE(stepped(frozen, "body.conv1.bias"));
  EXPECT_TRUE(stepped(frozen, "body.norm0.weight"));
  EXPECT_TRUE(stepped(frozen, "head.4.weight"));
  EXPECT_TRUE(stepped(free, "body.conv0.weight"));
  EXPECT_FALSE(torch::equal(frozen.tensors.at("model/body.conv0.weight"),
                            free.tensors.at("model/body.conv0.weight")));
}

TEST_F(Stages, HaveTheirOwnBatchAndSize) {
  ASSERT_TRUE(run(recipe_start +
                      "[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\n"
                      "[[stage]]\nsize_pixels = 48\nepochs = 1\nmax_learning_rate = 1e-3\n"
                      "batch = 16\n",
                  options("run")));
  const auto log = log_of("run");
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].at("stage"), 1);
  EXPECT_EQ(log[1].at("stage"), 2);
  EXPECT_EQ(log[1].at("size_pixels"), 48);
  // 42 training films or so: 5 batches of 8, but 2 of 16. Each stage counts its steps from 0.
  const json learner = json::parse(checkpoint_of("run").texts.at("learner"));
  EXPECT_EQ(learner.at("optimizer_steps"), 2);
}

// The rate is so low that no epoch beats the first by more than chance, and with a zero share
// of the films learnt from it cannot improve at all: patience ends each stage.
TEST_F(Stages, EndEarlyAfterEpochsWithoutABetterOne) {
  const std::string stage =
      "[[stage]]\nsize_pixels = 32\nepochs = 9\nschedule = \"constant\"\nfrozen = true\n"
      "max_learning_rate = 1e-8\n";
  const std::string text = recipe_start + "early_stopping_epochs = 2\nkeep_best = \"accuracy\"\n";
  const auto summary = run(text + stage + stage, options("run"));
  ASSERT_TRUE(summary) << to_string(summary.error());
  const auto log = log_of("run");
  EXPECT_EQ(summary->epochs, static_cast<int>(log.size()));
  for (const int stage_number : {1, 2}) {
    double best = -1.0;
    int since = 0, epochs = 0;
    for (const json& line : log) {
      if (line.at("stage") != stage_number) continue;
      ++epochs;
      EXPECT_LT(since, 2) << "should have ended before " << line.dump();
      const double value = line.at("accuracy");
      since = value > best ? 0 : since + 1;
      best = std::max(best, value);
    }
    EXPECT_LT(epochs, 9);
    EXPECT_EQ(since, 2) << "ended without waiting";
  }
}

// A rate that ruins the network makes every epoch at the last size worse than the one before it.
TEST_F(Stages, TheBestEpochIsOneOfTheLastSize) {
  const auto summary = run(recipe_start +
                               "keep_best = \"loss\"\n"
                               "[[stage]]\nsize_pixels = 32\nepochs = 1\n"
                               "max_learning_rate = 1e-4\n"
                               "[[stage]]\nsize_pixels = 48\nepochs = 2\n"
                               "max_learning_rate = 0.3\n",
                           options("run"));
  ASSERT_TRUE(summary) << to_string(summary.error());
  const auto log = log_of("run");
  ASSERT_EQ(log.size(), 3U);
  const auto loss = [&log](std::size_t epoch) {
    return log[epoch - 1].at("validation_loss").get<double>();
  };
  ASSERT_LT(loss(1), std::min(loss(2), loss(3))) << "the second stage did no harm";
  EXPECT_EQ(summary->best_epoch, loss(2) <= loss(3) ? 2 : 3);
}

TEST_F(Stages, TheAverageIsWhatIsKept) {
  const std::string text = recipe_start +
                           "ema_decay = 0.9\nkeep_best = \"loss\"\n"
                           "[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-2\n";
  ASSERT_TRUE(run(text, options("run")));
  const TensorFile checkpoint = checkpoint_of("run");
  const TensorFile best = read_tensor_file(folder_ / "run" / "best.safetensors").value();
  for (const auto& [name, tensor] : best.tensors) {
    EXPECT_TRUE(torch::equal(tensor, checkpoint.tensors.at("average/" + name))) << name;
  }
  EXPECT_FALSE(
      torch::equal(best.tensors.at("head.8.weight"), checkpoint.tensors.at("model/head.8.weight")));
}

// All that a stage may have at once, stopped within epochs and at their ends.
TEST_F(Stages, AreResumedBitForBit) {
  const std::string text = recipe_start +
                           "optimizer = \"sgd\"\nweight_decay = 1e-3\nema_decay = 0.95\n"
                           "early_stopping_epochs = 1\n"
                           "accumulate_batches = 2\nclip_gradient_norm = 0.5\n"
                           "[fine_tune]\nsize_pixels = 32\nepochs = 4\nfrozen_epochs = 2\n"
                           "base_learning_rate = 2e-2\nmixup_alpha = 0.4\ncutmix_alpha = 1.0\n";
  ASSERT_TRUE(run(text, options("whole")));
  for (const int batches : {1, 3}) {
    const std::string name = "pieces" + std::to_string(batches);
    train_in_pieces(text, name, batches);
    expect_same_runs("whole", name);
  }
  TrainOptions often = options("often");
  often.checkpoint_minutes = 0.0;
  ASSERT_TRUE(run(text, often));
  expect_same_runs("whole", "often");
}

}  // namespace
}  // namespace chestlens
