#include "support/tiny_run.hpp"
#include "weights/module_weights.hpp"
#include "weights/tensor_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string recipe_head =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\nprecision = "
    "\"fp32\"\n"
    "[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\nfrozen = true\n[network]\n";

class StartWeights : public test::TinyRun {
 protected:
  StartWeights() {
    torch::manual_seed(5);
    Weights weights;
    for (const auto& [name, tensor] : weights_of(*test::make_tiny_network({}).value().body)) {
      weights[name] = tensor.is_floating_point() ? torch::rand_like(tensor) : tensor;
    }
    test::must(write_tensor_file(path_, {.tensors = weights}));
  }
  torch::Tensor trained(const std::string& run, const std::string& name) const {
    return read_tensor_file(folder_ / run / "last.safetensors").value().tensors.at("model/" + name);
  }
  torch::Tensor given(const std::string& name) const {
    return read_tensor_file(path_).value().tensors.at(name);
  }
  std::filesystem::path path_ = folder_ / "given.safetensors";
  std::string key_ = "weights = \"" + path_.string() + "\"\n";
};

TEST_F(StartWeights, AreThoseOfTheFile) {
  ASSERT_TRUE(run(recipe_head + key_, options("run")));
  // Frozen convolutions end as they began.
  EXPECT_TRUE(torch::equal(trained("run", "body.conv0.weight"), given("conv0.weight")));
  EXPECT_TRUE(torch::equal(trained("run", "body.conv1.bias"), given("conv1.bias")));
}

TEST_F(StartWeights, RestoredNormsHaveTheStatisticsOfTheFilms) {
  const auto plain = run(recipe_head + key_, options("plain"));
  const auto restored = run(recipe_head + key_ + "restore_norms = true\n", options("restored"));
  ASSERT_TRUE(plain && restored);
  // Five batches move a running mean by 40 % of its way: from the file's, it is still far off.
  const auto seen = trained("restored", "body.norm0.running_var");
  EXPECT_FALSE(torch::allclose(trained("plain", "body.norm0.running_var"), seen, 0.1, 0.0));
  EXPECT_TRUE(torch::equal(trained("restored", "body.conv0.weight"),
                           trained("plain", "body.conv0.weight")));
}

TEST_F(StartWeights, OfMeanAndVarianceAreDrawnAnewByTheSeed) {
  const std::string drawn = recipe_head + key_ + "weights_use = \"mean_variance\"\n";
  const auto one = run(drawn, options("one"));
  const auto other = run(drawn, options("other"));
  ASSERT_TRUE(one && other);
  const auto weights = trained("one", "body.conv0.weight");
  EXPECT_FALSE(torch::equal(weights, given("conv0.weight")));
  EXPECT_TRUE(torch::equal(weights, trained("other", "body.conv0.weight")));
}

TEST_F(StartWeights, WhatTheyMayLackIsSaid) {
  TensorFile file = read_tensor_file(path_).value();
  file.tensors.erase("conv1.bias");
  test::must(write_tensor_file(path_, file));
  EXPECT_FALSE(run(recipe_head + key_, options("refused")));
  std::string said;
  TrainOptions listened = options("run");
  listened.reporter.line = [&](std::string_view text) { said.append(text).append("\n"); };
  const auto summary = run(recipe_head + key_ + "allow_missing = [\"conv1\"]\n", listened);
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_THAT(said, HasSubstr("but for conv1.bias, which began at random"));
}

TEST_F(StartWeights, AreNotReadAgainWhenARunGoesOn) {
  TrainOptions first = options("run");
  int asked = 0;
  first.stop_requested = [&] { return asked++ == 2; };
  ASSERT_FALSE(run(recipe_head + key_, first));
  ASSERT_TRUE(std::filesystem::remove(path_));
  TrainOptions second = options("run");
  second.resume = true;
  const auto summary = run(recipe_head + key_, second);
  EXPECT_TRUE(summary) << to_string(summary.error());
}

TEST_F(StartWeights, AMissingFileOrOneOfAnotherNetworkIsNamed) {
  ASSERT_TRUE(std::filesystem::remove(path_));
  const auto missing = run(recipe_head + key_, options("missing"));
  ASSERT_FALSE(missing);
  EXPECT_THAT(to_string(missing.error()), HasSubstr("given.safetensors"));
  test::must(write_tensor_file(path_, {.tensors = {{"conv0.weight", torch::zeros({2, 3})}}}));
  const auto other = run(recipe_head + key_, options("other"));
  ASSERT_FALSE(other);
  EXPECT_THAT(to_string(other.error()), HasSubstr("conv0.weight"));
  EXPECT_THAT(to_string(other.error()), HasSubstr("given.safetensors"));
}

TEST(RecipeWeights, FilesAreMeantFromTheRecipesFolder) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "a.toml", recipe_head + "weights = \"w/x.pth\"\n"));
  EXPECT_EQ(load_recipe(folder / "a.toml").value().network.weights, (folder / "w/x.pth").string());
  test::must(write_file_atomic(folder / "a.toml", recipe_head + "weights = \"/w/x.pth\"\n"));
  EXPECT_EQ(load_recipe(folder / "a.toml").value().network.weights, "/w/x.pth");
  test::must(write_file_atomic(folder / "a.toml", recipe_head + "weights = \"densenet121\"\n"));
  EXPECT_EQ(load_recipe(folder / "a.toml").value().network.weights, "densenet121");
}

}  // namespace
}  // namespace chestlens
