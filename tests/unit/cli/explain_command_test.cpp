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

namespace fs = std::filesystem;
using nlohmann::json;
using test::run_program;

/// `explain` with a bundle of the real network at 64 px, whose maps are 2 x 2.
class ExplainCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<test::TemporaryFolder>();
    const std::string recipe = *made_ / "small.toml";
    test::must(write_file_atomic(
        recipe,
        "name = \"small\"\n[network]\nname = \"mobilenet_v2\"\n"
        "[data]\nvalidation_fraction = 0.3\n[train]\nbatch = 8\nprecision = \"fp32\"\n"
        "[[stage]]\nsize_pixels = 64\nepochs = 1\nmax_learning_rate = 1e-3\n"));
    const std::string run = *made_ / "run";
    must_run("phantom --films 24 --size 64 --seed 5 --out " + films());
    must_run("train --threads 1 --recipe " + recipe + " --data " + films() + " --run " + run);
    must_run("export --threads 1 --run " + run + " --out " + (*made_ / "small").string());
  }
  static void TearDownTestSuite() { made_.reset(); }
  static void must_run(const std::string& arguments) {
    const auto run = run_program(arguments);
    ASSERT_EQ(run.exit_code, 0) << arguments << "\n" << run.errors;
  }
  static std::string films() { return *made_ / "films"; }
  static std::string film() { return fs::directory_iterator(*made_ / "films" / "viral")->path(); }
  static test::ProgramRun explain(const std::string& arguments) {
    return run_program("explain --threads 1 --bundle " + (*made_ / "small").string() + " " +
                       arguments);
  }

  static std::unique_ptr<test::TemporaryFolder> made_;
  test::TemporaryFolder folder_;
};

std::unique_ptr<test::TemporaryFolder> ExplainCommand::made_;

TEST_F(ExplainCommand, WritesEveryMethodsMapsAndTheirSums) {
  const std::string out = folder_ / "maps";
  const auto run = explain(film() + " --method all --out " + out);
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, HasSubstr("maps/index.html"));
  const auto page = test::must(read_text(out + "/index.html"));
  EXPECT_THAT(page, HasSubstr("no map is a diagnosis"));
  EXPECT_THAT(page, HasSubstr("scaled to its own maximum"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_TRUE(fs::exists(fs::path(out) / (fs::path(film()).stem().string() + ".png")));

  const json maps = json::parse(test::must(read_text(out + "/maps.json")));
  const json& model = maps["films"][0]["models"][0];
  ASSERT_EQ(model["methods"].size(), maps["methods"].size());
  ASSERT_EQ(model["methods"][0]["method"], "hirescam");
  for (std::size_t c = 0; c < model["classes"].size(); ++c) {
    double sum = 0.0;
    for (const json& value : model["methods"][0]["maps"][c]) sum += value.get<double>();
    const json& of_class = model["classes"][c];
    EXPECT_NEAR(sum, of_class["evidence"].get<double>(), 1e-5);
    EXPECT_NEAR(sum + of_class["bias"].get<double>(), of_class["logit"].get<double>(), 1e-4);
  }
  for (const json& method : model["methods"]) {
    EXPECT_EQ(method["maps"].size(), model["classes"].size()) << method["method"];
    EXPECT_EQ(method["places"].size(), model["classes"].size()) << method["method"];
  }
  EXPECT_THAT(test::must(read_text(out + "/maps.csv")),
              HasSubstr("film,model,trust,trust_score,perhaps,class,probability,logit,method,"
                        "evidence,bias"));
}

TEST_F(ExplainCommand, DrawsInTheColorsAndOnTheScaleAskedFor) {
  const auto page_of = [&](const std::string& folder, const std::string& options) {
    const std::string out = folder_ / folder;
    EXPECT_EQ(explain(film() + " --method hirescam " + options + " --out " + out).exit_code, 0);
    return test::must(read_text(out + "/index.html"));
  };
  const auto plain = page_of("plain", "");
  EXPECT_THAT(plain, Not(HasSubstr("against <img")));
  EXPECT_FALSE(page_of("turbo", "--colors turbo") == plain);
  const auto both = page_of("both", "--against --scale all");
  EXPECT_THAT(both, HasSubstr("against <img"));
  EXPECT_THAT(both, HasSubstr("classes and methods by one model share a scale"));
  EXPECT_THAT(both, HasSubstr("are drawn, in two colors"));
}

TEST_F(ExplainCommand, PrintsFiguresWhereNothingIsToBeWritten) {
  int with_evidence = 0;  // which classes have any is the small network's to say
  for (const std::string name : {"bacterial", "covid19", "normal", "viral"}) {
    const auto run = explain("--method hirescam,gradcam --class " + name + " " + film());
    ASSERT_EQ(run.exit_code, 0) << run.errors;
    EXPECT_THAT(run.output, HasSubstr("HiResCAM"));
    EXPECT_THAT(run.output, HasSubstr("Grad-CAM"));
    EXPECT_THAT(run.output, HasSubstr("\n" + name + " "));
    EXPECT_THAT(run.output, Not(HasSubstr(name == "normal" ? "\nviral" : "\nnormal")));
    const bool evidence = run.output.find("of the logit's") != std::string::npos;
    with_evidence += evidence ? 1 : 0;
    EXPECT_TRUE(evidence || run.output.find("no place speaks for it") != std::string::npos);
  }
  EXPECT_GT(with_evidence, 0);
}

TEST_F(ExplainCommand, ShowsAManifestsFilmsByCase) {
  const std::string out = folder_ / "cases";
  const auto run = explain("--cases " + films() + " --each 1 --method gradcam --out " + out);
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(test::must(read_text(out + "/index.html")), HasSubstr("films answered right"));
  EXPECT_THAT(test::must(read_text(out + "/cases.csv")),
              HasSubstr("film,class,case,trust,trust_score,perhaps,answer,"));
  const auto is_panel = [](const fs::directory_entry& file) {
    return file.path().filename().string().starts_with("cases-") &&
           file.path().extension() == ".png";
  };
  EXPECT_GT(std::count_if(fs::directory_iterator(out), {}, is_panel), 0);
}

TEST_F(ExplainCommand, ShowsSeveralModelsSideBySide) {
  const auto run =
      explain("--bundle " + (*made_ / "small").string() + " --method gradcam --class " +
              "viral --out " + (folder_ / "two").string() + " " + film());
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const json maps = json::parse(test::must(read_text(folder_ / "two/maps.json")));
  EXPECT_EQ(maps["films"][0]["models"].size(), 2U);
  EXPECT_THAT(test::must(read_text(folder_ / "two/index.html")), HasSubstr("small and small"));
}

TEST_F(ExplainCommand, PassesOverAFilmThatCannotBeRead) {
  const std::string bad = folder_ / "bad.png", out = folder_ / "some";
  test::must(write_file_atomic(bad, "no film"));
  const auto run = explain(bad + " " + film() + " --out " + out);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, HasSubstr("bad.png: "));
  EXPECT_THAT(run.errors, HasSubstr("1 of 2 films cannot be explained"));
  EXPECT_THAT(test::must(read_text(out + "/index.html")), HasSubstr("bad.png: "));
  EXPECT_EQ(json::parse(test::must(read_text(out + "/maps.json")))["films"].size(), 1U);
  const auto none = explain(bad + " --out " + (folder_ / "none").string());
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_FALSE(fs::exists(folder_ / "none"));
  const auto printed = explain(bad + " " + film());
  EXPECT_EQ(printed.exit_code, 1);
  EXPECT_THAT(printed.output, HasSubstr("[cannot tell: small has no trust.bin]\nclass "));
}

TEST_F(ExplainCommand, TakesAManifestWithoutPatientsAndWithOtherClasses) {
  fs::copy(films(), folder_ / "films", fs::copy_options::recursive);
  const auto manifest = fs::directory_iterator(folder_ / "films" / "viral")->path();
  test::must(write_file_atomic(folder_ / "films/manifest.csv",
                               "file,class\n" + fs::relative(manifest, folder_ / "films").string() +
                                   ",viral\n" + "other.png,tuberculosis\n"));
  const auto run = explain("--cases " + (folder_ / "films").string() +
                           " --each 1 --method gradcam --out " + (folder_ / "cases").string());
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.errors, HasSubstr("counts as a patient of its own"));
  EXPECT_THAT(run.errors, HasSubstr("1 film left out, of classes that are not asked for: "
                                    "tuberculosis 1"));
}

TEST_F(ExplainCommand, NamesWhatIsWrong) {
  EXPECT_THAT(explain(film() + " --class virall").errors,
              HasSubstr("--class: \"virall\" is none of the classes: bacterial, covid19, normal, "
                        "viral; did you mean viral?"));
  const std::string empty = folder_ / "empty";
  fs::create_directories(empty);
  EXPECT_THAT(explain(empty).errors, HasSubstr("holds no PNG, JPEG, BMP, TIFF, WebP, JPEG 2000"));
  EXPECT_THAT(explain(film() + " --method occlusion --patch 65").errors,
              HasSubstr("the patch must be 1 to 64 pixels wide, not 65"));
  EXPECT_EQ(explain(empty).exit_code, 1);
}

}  // namespace
}  // namespace chestlens
