#include "train/as_trained.hpp"

#include "support/must.hpp"
#include "support/tiny_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string trained_recipe =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
    "precision = \"fp32\"\n[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\n";

class AsTrained : public test::TinyRun {
 protected:
  AsTrained() {
    const auto summary = run(trained_recipe, options("run"));
    EXPECT_TRUE(summary) << to_string(summary.error());
  }
  /// Replaces a part of a file of the run, as a user with an editor would.
  void edit(const char* file, const std::string& from, const std::string& to) const {
    std::string text = bytes_of("run", file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << text;
    test::must(write_file_atomic(folder_ / "run" / file, text.replace(at, from.size(), to)));
  }
  Result<Classifier> best() const {
    return load_best(load_run(folder_ / "run").value(), test::make_tiny_network);
  }
  std::string refusal() const {
    const auto classifier = best();
    return classifier ? "none" : to_string(classifier.error());
  }
};

TEST_F(AsTrained, AnEditedRecipeIsNamedKeyByKeyAndCanBePutBack) {
  edit("recipe.toml", "size_pixels = 32", "size_pixels = 64");
  edit("recipe.toml", "batch = 8", "batch = 8\nema_decay = 0.5");
  for (const bool with_last : {true, false}) {
    if (!with_last) std::filesystem::remove(folder_ / "run" / "last.safetensors");
    EXPECT_THAT(refusal(), HasSubstr("stage[1].size_pixels: 32 in the weights, 64 in recipe.toml"));
    EXPECT_THAT(refusal(), HasSubstr("train.ema_decay: not given in the weights, 0.5"));
    EXPECT_THAT(refusal(), HasSubstr("--restore-recipe"));
  }
  test::must(restore_as_trained(folder_ / "run"));
  EXPECT_EQ(bytes_of("run", "recipe.toml"), trained_recipe);
  EXPECT_TRUE(best());
}

TEST_F(AsTrained, EditedClassesAreNoticedAndCanBePutBack) {
  edit("run.json", "\"a\",", "\"z\",");
  EXPECT_THAT(refusal(), HasSubstr("its classes are z, b, c, those of the weights are a, b, c"));
  test::must(restore_as_trained(folder_ / "run"));
  EXPECT_TRUE(best());
}

TEST_F(AsTrained, CommentsAndTheTitleMayChange) {
  edit("recipe.toml", "name = \"tiny\"", "# the first\nname = \"tiny\"\ntitle = \"The first\"");
  EXPECT_EQ(refusal(), "none");
}

}  // namespace
}  // namespace chestlens
