#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace fs = std::filesystem;
using nlohmann::json;
using test::run_program;

/// What `predict` reads and prints, with a bundle of the real network at 32 px.
class PredictCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<test::TemporaryFolder>();
    const std::string recipe = *made_ / "small.toml";
    test::must(write_file_atomic(
        recipe,
        "name = \"small\"\n[network]\nname = \"mobilenet_v2\"\n"
        "[data]\nvalidation_fraction = 0.3\n[train]\nbatch = 8\nprecision = \"fp32\"\n"
        "[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\n"));
    const std::string films = *made_ / "films";
    const std::string run = *made_ / "run";
    must_run("phantom --films 24 --size 64 --seed 5 --out " + films);
    must_run("train --threads 1 --recipe " + recipe + " --data " + films + " --run " + run);
    must_run("export --threads 1 --run " + run + " --out " + (*made_ / "small").string());
  }
  static void TearDownTestSuite() { made_.reset(); }
  static void must_run(const std::string& arguments) {
    const auto run = run_program(arguments);
    ASSERT_EQ(run.exit_code, 0) << arguments << "\n" << run.errors;
  }
  static test::ProgramRun predict(const std::string& arguments) {
    return run_program("predict --threads 1 --bundle " + (*made_ / "small").string() + " " +
                       arguments);
  }
  /// A copy of a film under a name of this test's folder.
  std::string film(const std::string& name) const {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    fs::copy_file(fs::directory_iterator(*made_ / "films" / "viral")->path(), path);
    return path;
  }
  static std::string quoted(const std::string& path) { return "'" + path + "'"; }

  static std::unique_ptr<test::TemporaryFolder> made_;
  const test::TemporaryFolder folder_;
};

std::unique_ptr<test::TemporaryFolder> PredictCommand::made_;

TEST_F(PredictCommand, OverlayIsNamedAfterItsFilmAndNeverTakesItsPlace) {
  const std::string one = film("films/one.png");
  const std::string before = read_text(one).value();
  const std::string overlays = folder_ / "overlays";
  ASSERT_EQ(predict("--overlay " + overlays + " " + one).exit_code, 0);
  EXPECT_TRUE(fs::exists(fs::path(overlays) / "one-overlay.png"));

  const auto again = predict("--overlay " + overlays + " " + one);
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.errors, HasSubstr("one-overlay.png: is there already; --replace"));
  EXPECT_EQ(predict("--replace --overlay " + overlays + " " + one).exit_code, 0);
  EXPECT_EQ(predict("--overlay " + overlays + " " + film("two.png")).exit_code, 0);

  const std::string folder = fs::path(one).parent_path();
  for (const std::string& arguments : {"--overlay " + folder, "--heatmap " + one}) {
    const auto refused = predict("--replace " + arguments + " " + one);
    EXPECT_EQ(refused.exit_code, 1) << arguments;
    EXPECT_EQ(refused.output, "");
    EXPECT_EQ(read_text(one).value(), before);
  }
  const auto same =
      predict("--heatmap " + folder + "/x-overlay.png --overlay " + folder + " " + one);
  EXPECT_EQ(same.exit_code, 1);
}

TEST_F(PredictCommand, AnOverlaysColorsHaveNames) {
  const std::string one = film("one.png");
  EXPECT_EQ(
      predict("--colors turbo --overlay " + (folder_ / "turbo").string() + " " + one).exit_code, 0);
  const auto refused = predict("--colors jet --overlay " + (folder_ / "no").string() + " " + one);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, HasSubstr("viridis, cividis, accent, turbo"));
}

TEST_F(PredictCommand, AnOverlayThatIsPredictedIsNotReplacedByAnother) {
  const std::string overlays = folder_ / "overlays";
  ASSERT_EQ(predict("--overlay " + overlays + " " + film("a.png")).exit_code, 0);
  const std::string overlay = overlays + "/a-overlay.png";
  const auto refused = predict("--replace --overlay " + overlays + " " +
                               (folder_ / "a.png").string() + " " + overlay);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.errors, HasSubstr("a-overlay.png: is read by this command"));
}

TEST_F(PredictCommand, CsvHasARowPerFilmQuotedWhereNeeded) {
  const std::string odd = film("a, \"b\"\nc.png");
  const auto run = predict("--csv " + film("plain.png") + " " + quoted(odd));
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const std::string folder = folder_.path();
  EXPECT_THAT(
      run.output,
      StartsWith("file,trust,trust_score,perhaps,predicted,bacterial,covid19,normal,viral\n" +
                 folder + "/plain.png,"));
  EXPECT_THAT(run.output, HasSubstr("\n\"" + folder + "/a, \"\"b\"\"\nc.png\","));
  const std::string row = run.output.substr(run.output.find("/plain.png,"));
  EXPECT_EQ(std::count(row.begin(), row.begin() + row.find('\n'), ','), 8);
  EXPECT_EQ(predict("--csv --json film.png").exit_code, 2);
}

TEST_F(PredictCommand, AFolderStandsForTheFilmsInItByTheirContent) {
  film("films/b/two.png");
  film("films/a/one.img");
  film("films/.hidden.png");
  film("films/.trash/three.png");
  test::must(write_file_atomic(folder_ / "films/letter.png", "no film"));
  test::must(write_file_atomic(folder_ / "films/manifest.csv", "file"));
  fs::create_symlink("..", folder_ / "films/a/loop");
  const std::string films = folder_ / "films";
  const std::string overlays = folder_ / "overlays";
  const auto run = predict("--overlay " + overlays + " " + films);
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_EQ(std::ranges::count(run.output, '\n'), 2) << run.output;
  EXPECT_LT(run.output.find("a/one.img  "), run.output.find("b/two.png  "));
  EXPECT_THAT(run.errors, HasSubstr("passed over"));
  EXPECT_THAT(run.errors, HasSubstr("letter.png and 1 more"));
  EXPECT_TRUE(fs::exists(fs::path(overlays) / "a/one-overlay.png"));
  EXPECT_TRUE(fs::exists(fs::path(overlays) / "b/two-overlay.png"));

  fs::create_directory(folder_ / "empty");
  EXPECT_THAT(predict((folder_ / "empty").string()).errors, HasSubstr("holds no PNG, JPEG, BMP"));
}

TEST_F(PredictCommand, FilmsAreReadFromAListAndFromStandardInput) {
  const std::string one = film("one.png");
  const std::string two = film("two two.png");
  const fs::path list = folder_ / "list.txt";
  test::must(write_file_atomic(list, one + "\r\n\n" + two));
  const auto listed = predict("--films-from " + list.string());
  ASSERT_EQ(listed.exit_code, 0) << listed.errors;
  EXPECT_EQ(std::ranges::count(listed.output, '\n'), 2);
  test::must(write_file_atomic(list, one + std::string(1, '\0') + two + std::string(1, '\0')));
  const auto piped = predict("--films-from - < " + list.string());
  EXPECT_EQ(piped.output, listed.output);
  EXPECT_EQ(predict("").exit_code, 2);
  EXPECT_THAT(predict("--films-from /dev/null").errors, HasSubstr("is a device, not a file"));
  EXPECT_THAT(predict("--films-from - < /dev/null").errors,
              HasSubstr("standard input: lists no film"));
}

TEST_F(PredictCommand, NamesAreShownSafelyAndKeptInJson) {
  const std::string red = film("\x1b[31mred\n.png");
  const std::string latin = film("caf\xe9.png");
  const auto table = predict(quoted(red) + " " + quoted(latin));
  ASSERT_EQ(table.exit_code, 0) << table.errors;
  EXPECT_EQ(std::ranges::count(table.output, '\n'), 2);
  EXPECT_THAT(table.output, HasSubstr("/\\x1b[31mred\\n.png  "));
  EXPECT_THAT(table.output, HasSubstr("/caf\\xe9.png  "));

  const auto report = predict("--json " + quoted(red) + " " + quoted(latin));
  ASSERT_EQ(report.exit_code, 0) << report.errors;
  const json films = json::parse(report.output).at("films");
  EXPECT_EQ(films.at(0).at("file"), red);
  EXPECT_EQ(films.at(1).at("file"), (folder_ / "caf\\xE9.png").string());
  EXPECT_FALSE(films.at(0).contains("file_url"));
  EXPECT_EQ(films.at(1).at("file_url"), (folder_ / "caf%E9.png").string());
  EXPECT_THAT(report.errors, HasSubstr("1 of 2 film names are not UTF-8"));
}

TEST_F(PredictCommand, OneFilmThatFailsLeavesTheOthersResults) {
  test::must(write_file_atomic(folder_ / "bad.png", "no film"));
  const std::string films = (folder_ / "bad.png").string() + " " + film("good.png");
  for (const std::string format : {"", "--csv ", "--json "}) {
    const auto run = predict(format + films);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.errors, HasSubstr("1 of 2 films cannot be predicted"));
    EXPECT_THAT(run.output, HasSubstr("good.png")) << format;
  }
  const json report = json::parse(predict("--json " + films).output);
  EXPECT_TRUE(report.at("films").at(0).contains("error"));
  EXPECT_TRUE(report.at("films").at(1).contains("probabilities"));
}

TEST_F(PredictCommand, HeatmapsInTheJsonNeedTheJson) {
  const auto run = predict("--dump-heatmap " + film("one.png"));
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.errors, HasSubstr("--dump-heatmap requires --json"));
  EXPECT_THAT(run.output, Not(HasSubstr("one.png")));
}

}  // namespace
}  // namespace chestlens
