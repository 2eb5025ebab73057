#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

using test::run_program;

TEST(CommandLine, HelpSucceeds) {
  const auto help = run_program("--help");
  EXPECT_EQ(help.exit_code, 0);
  for (const char* command : {"phantom", "augment", "train", "evaluate", "export", "predict",
                              "inspect", "networks", "complexity", "completion", "help"}) {
    EXPECT_THAT(help.output, HasSubstr(command)) << command;
  }
  EXPECT_THAT(help.output, HasSubstr("diagnosis"));
  const auto train_help = run_program("train --help");
  EXPECT_EQ(train_help.exit_code, 0);
  for (const char* option : {"--recipe", "--data", "--run", "--resume", "--device", "--threads"}) {
    EXPECT_THAT(train_help.output, HasSubstr(option)) << option;
  }
}

TEST(CommandLine, NetworksAreListedAsPublished) {
  const auto run = run_program("networks densenet121 mobilenet_v2");
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_EQ(std::ranges::count(run.output, '\n'), 3) << run.output;
  for (const char* part : {"densenet121", "7.98 M", "2.87 G", "224 px", "denselayer16.conv2",
                           "from features.transition2", "mobilenet_v2", "3.50 M", "0.30 G"}) {
    EXPECT_THAT(run.output, HasSubstr(part)) << part << " is not in\n" << run.output;
  }
}

class Failure : public testing::Test {
 protected:
  /// Runs and expects exit code 1 with one line on standard error that has all the parts.
  static void expect_failure(const std::string& arguments,
                             std::initializer_list<std::string> parts) {
    const auto run = run_program(arguments);
    EXPECT_EQ(run.exit_code, 1) << run.errors;
    EXPECT_EQ(run.errors.find("chestlens: "), 0U) << run.errors;
    EXPECT_EQ(std::ranges::count(run.errors, '\n'), 1) << run.errors;
    for (const std::string& part : parts) {
      EXPECT_THAT(run.errors, HasSubstr(part));
    }
  }
  test::TemporaryFolder folder_;
};

TEST_F(Failure, OfTrainNamesItsCause) {
  const std::string recipe = folder_ / "r.toml";
  const std::string others =
      " --data " + folder_.path().string() + " --run " + (folder_ / "run").string();
  expect_failure("train --recipe " + recipe + others, {recipe, "No such file"});
  test::must(write_file_atomic(recipe,
                               "name = \"r\"\nnmae = 1\n[[stage]]\nsize_pixels = 64\n"
                               "epochs = 1\nmax_learning_rate = 1e-3\n"));
  expect_failure("train --recipe " + recipe + others, {recipe + ":2", "unknown key nmae"});
  test::must(write_file_atomic(recipe,
                               "name = \"r\"\n[[stage]]\nsize_pixels = 64\n"
                               "epochs = 1\nmax_learning_rate = 1e-3\n"));
  expect_failure("train --recipe " + recipe + others, {"manifest.csv", "dataset import"});
}

TEST(OldSpelling, OfAnOptionIsReadWithANotice) {
  const test::TemporaryFolder folder;
  const std::string recipe = folder / "r.toml";
  test::must(write_file_atomic(recipe,
                               "name = \"r\"\n[[stage]]\nsize_pixels = 64\n"
                               "epochs = 1\nmax_learning_rate = 1e-3\n"));
  const std::string train = "train --recipe " + recipe + " --data films --run " +
                            (folder / "run").string() + " --bridge labelled";
  const auto run = run_program(train);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.errors,
            "--bridge is now called --pretraining-data; the old name is still read\n"
            "chestlens: labelled: the recipe has no table [pretraining] to train on these films\n");
  const auto both = run_program(train + " --pretraining-data labelled");
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.errors, HasSubstr("excludes"));
  EXPECT_THAT(run_program("train --help").output, Not(HasSubstr("bridge")));
}

TEST_F(Failure, OfEvaluateAndExportNamesTheFolder) {
  const std::string run = folder_ / "none";
  expect_failure("evaluate --run " + run, {run, "holds no run"});
  expect_failure("export --run " + run + " --out " + (folder_ / "bundle").string(),
                 {run, "holds no run"});
}

TEST_F(Failure, OfPredictNamesTheBundle) {
  const std::string bundle = folder_ / "none";
  expect_failure("predict --bundle " + bundle + " film.png", {bundle, "No such file"});
}

TEST_F(Failure, OfComplexityNamesTheBundle) {
  const std::string bundle = folder_ / "none";
  expect_failure("complexity --bundles " + bundle, {bundle, "No such file"});
}

TEST_F(Failure, OfPhantomNamesTheOption) {
  expect_failure("phantom --shortcut flu=X --out " + (folder_ / "new").string(), {"flu"});
}

TEST(Inspect, TellsOfEachFilmAndGoesOn) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "text.png", "no film"));
  ASSERT_EQ(
      run_program("phantom --films 4 --size 64 --out " + (folder / "films").string()).exit_code, 0);
  const std::string film = folder / "films" / "normal";
  const auto run = run_program("inspect " + (folder / "text.png").string() + " " + film + "/*.png");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.output, HasSubstr("PNG, 64 x 64 pixels, grey levels 0 to 255"));
  EXPECT_THAT(run.errors, HasSubstr("text.png"));
  EXPECT_THAT(run.errors, HasSubstr("1 of 2 films cannot be read"));
}

}  // namespace
}  // namespace chestlens
