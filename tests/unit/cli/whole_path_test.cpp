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
#include <thread>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;
using nlohmann::json;
using test::run_program;

/// From generated films to predictions, with the program alone and the real network at 32 px.
class WholePath : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test::TemporaryFolder>();
    test::must(write_file_atomic(recipe(),
                                 "name = \"small\"\n"
                                 "[data]\nvalidation_fraction = 0.3\n"
                                 "[train]\nbatch = 8\nprecision = \"fp32\"\n"
                                 "[[stage]]\nsize_pixels = 32\nepochs = 1\n"
                                 "max_learning_rate = 1e-3\n"));
    must_run("phantom --films 48 --size 64 --seed 5 --out " + films());
    must_run("train --threads 1 --recipe " + recipe() + " --data " + films() + " --run " + run());
    must_run("export --threads 1 --run " + run() + " --out " + bundle() + " --torchscript " +
             torchscript());
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static void must_run(const std::string& arguments) {
    const auto program = run_program(arguments);
    ASSERT_EQ(program.exit_code, 0) << arguments << "\n" << program.errors;
  }
  static std::string recipe() { return *folder_ / "small.toml"; }
  static std::string films() { return *folder_ / "films"; }
  static std::string run() { return *folder_ / "run"; }
  static std::string bundle() { return *folder_ / "small"; }
  static std::string torchscript() { return *folder_ / "small.pt"; }
  static std::string a_film(const std::string& class_name) {
    return fs::directory_iterator(fs::path(films()) / class_name)->path();
  }

  static std::unique_ptr<test::TemporaryFolder> folder_;
};

std::unique_ptr<test::TemporaryFolder> WholePath::folder_;

TEST_F(WholePath, EvaluationsAtOnceShareTheFilmCache) {
  const std::string evaluate = "evaluate --threads 1 --run " + run();
  const std::string cache = *folder_ / "cache";
  const auto uncached = run_program(evaluate + " --no-cache", cache);
  ASSERT_EQ(uncached.exit_code, 0) << uncached.errors;
  EXPECT_FALSE(fs::exists(cache));
  test::ProgramRun first;
  test::ProgramRun second;
  {
    const std::jthread one([&] { first = run_program(evaluate, cache); });
    const std::jthread other([&] { second = run_program(evaluate, cache); });
  }
  const auto third = run_program(evaluate, cache);
  for (const auto& program : {first, second, third}) {
    EXPECT_EQ(program.exit_code, 0) << program.errors;
    EXPECT_EQ(program.output, uncached.output);
  }
  EXPECT_THAT(third.errors, HasSubstr("films at 32 px from " + cache));
}

TEST_F(WholePath, TheTorchScriptModuleIsAZipArchive) {
  EXPECT_TRUE(read_text(torchscript())->starts_with("PK"));
}

TEST_F(WholePath, ItsRunIsListed) {
  const auto listed = run_program("runs " + folder_->path().string() + " --sort score --json");
  ASSERT_EQ(listed.exit_code, 0) << listed.errors;
  const json runs = json::parse(listed.output);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].at("run"), "run");
  EXPECT_EQ(runs[0].at("state"), "finished");
  EXPECT_EQ(runs[0].at("epochs_done"), 1);
  const auto table = run_program("runs " + folder_->path().string());
  EXPECT_THAT(table.output, HasSubstr("run  small   densenet121  32 px  1/1"));
  const auto none = run_program("runs " + films());
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_THAT(none.output, HasSubstr("no run here or below"));
}

TEST_F(WholePath, ItsRunAndItsBundleAreShown) {
  must_run("evaluate --threads 1 --run " + run() + " --split test");
  const fs::path page = *folder_ / "page";
  const auto shown = run_program("show " + run() + " --films --out " + page.string());
  ASSERT_EQ(shown.exit_code, 0) << shown.errors;
  EXPECT_THAT(shown.output, HasSubstr("Figures on the test films"));
  EXPECT_THAT(shown.output, HasSubstr("Most confident mistakes"));
  for (const char* file : {"index.html", "loss.svg", "metric.svg", "confusion-test.svg",
                           "roc-test.svg", "reliability-test.svg"}) {
    EXPECT_TRUE(fs::exists(page / file)) << file;
  }
  EXPECT_THAT(read_text(page / "index.html").value(), HasSubstr("src=\"data:image/png;base64,"));
  const auto again = run_program("show " + run() + " --out " + page.string());
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.errors, HasSubstr("--replace"));
  must_run("show " + run() + " --replace --out " + page.string());
  const auto of_bundle = run_program("show " + bundle());
  ASSERT_EQ(of_bundle.exit_code, 0) << of_bundle.errors;
  for (const char* part : {"A bundle of densenet121", "Figures in %", "Certificate", "Limits"}) {
    EXPECT_THAT(of_bundle.output, HasSubstr(part)) << part;
  }
  const auto neither = run_program("show " + films());
  EXPECT_EQ(neither.exit_code, 1);
  EXPECT_THAT(neither.errors, HasSubstr("neither a run (run.json) nor a bundle (model.json)"));
}

TEST_F(WholePath, TrainTwiceNeedsResumeAndThenIsDone) {
  const std::string train =
      "train --threads 1 --recipe " + recipe() + " --data " + films() + " --run " + run();
  EXPECT_EQ(run_program(train).exit_code, 1);
  const auto again = run_program(train + " --resume");
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_THAT(again.output, HasSubstr("next: chestlens evaluate --run"));
}

TEST_F(WholePath, ARunKeepsItsSeedAndIsComparedWithAnother) {
  const std::string other = *folder_ / "other-seed";
  const std::string train =
      "train --threads 1 --recipe " + recipe() + " --data " + films() + " --run " + other;
  must_run(train + " --seed 7");
  must_run(train + " --resume");
  const auto changed = run_program(train + " --resume --seed 8");
  EXPECT_EQ(changed.exit_code, 1);
  EXPECT_THAT(changed.errors, HasSubstr("--seed: 7 then, 8 now"));

  must_run("evaluate --threads 1 --run " + run());
  must_run("evaluate --threads 1 --run " + other);
  const auto compared = run_program("compare --draws 100 --runs " + run() + " --against " + other +
                                    " --name first --against-name second");
  ASSERT_EQ(compared.exit_code, 0) << compared.errors;
  EXPECT_THAT(compared.output, HasSubstr("| first | second | difference |"));
  EXPECT_THAT(compared.output, HasSubstr("| macro F1 | "));
}

TEST_F(WholePath, FindsLearningRatesAndDrawsTheirCurve) {
  const std::string light = *folder_ / "light.toml";
  test::must(
      write_file_atomic(light,
                        "name = \"light\"\n[network]\nname = \"mobilenet_v2\"\n"
                        "[train]\nbatch = 4\nprecision = \"fp32\"\n"
                        "[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\n"));
  const std::string curve = *folder_ / "rates.svg";
  const auto program = run_program("lr-find --threads 1 --recipe " + light + " --data " + films() +
                                   " --out " + curve);
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  EXPECT_THAT(program.output, HasSubstr("valley"));
  const std::string svg = read_text(curve).value();
  EXPECT_THAT(svg, HasSubstr(">steepest "));
  EXPECT_THAT(svg, HasSubstr(">valley "));
}

TEST_F(WholePath, EvaluatesBothParts) {
  for (const std::string part : {"validation", "test"}) {
    const auto program = run_program("evaluate --threads 1 --run " + run() + " --split " + part);
    ASSERT_EQ(program.exit_code, 0) << program.errors;
    EXPECT_EQ(program.output.find("## " + part), 0U) << program.output;
    const json report =
        json::parse(read_text(fs::path(run()) / ("evaluation-" + part + ".json")).value());
    EXPECT_EQ(report.at("part"), part);
    EXPECT_GT(report.at("films"), 0);
  }
}

TEST_F(WholePath, EvaluatesUnderTestTimeAugmentationBesideThePlainScore) {
  const auto plain = run_program("evaluate --threads 1 --run " + run());
  ASSERT_EQ(plain.exit_code, 0) << plain.errors;
  const auto program = run_program("evaluate --threads 1 --tta 2 --run " + run());
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  EXPECT_THAT(program.output, HasSubstr("averaged over each film and 2 augmented views"));
  const auto report = [](const char* name) {
    return json::parse(read_text(fs::path(run()) / name).value());
  };
  EXPECT_EQ(report("evaluation-validation.json").at("test_time_views"), 0);
  EXPECT_EQ(report("evaluation-validation-tta2.json").at("test_time_views"), 2);
  EXPECT_NE(report("evaluation-validation-tta2.json").at("loss"),
            report("evaluation-validation.json").at("loss"));
}

TEST_F(WholePath, ShowsItsAugmentationOnASheet) {
  const std::string sheet = *folder_ / "sheet.png", again = *folder_ / "again.png",
                    other = *folder_ / "other.png";
  const std::string show = "augment --threads 1 --films 3 --draws 2 --recipe " + recipe() +
                           " --data " + films() + " --show ";
  const auto program = run_program(show + sheet);
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  EXPECT_EQ(program.output, "3 films, 2 draws of each: " + sheet + "\n");
  EXPECT_THAT(run_program("inspect " + sheet).output, HasSubstr("PNG, 744 x "));
  must_run(show + again + " --seed 1");
  EXPECT_EQ(read_text(sheet).value(), read_text(again).value());
  must_run(show + other + " --seed 2");
  EXPECT_NE(read_text(sheet).value(), read_text(other).value());
}

TEST_F(WholePath, BundleHasItsFilesAndCard) {
  const json card = json::parse(read_text(fs::path(bundle()) / "model.json").value());
  EXPECT_EQ(card.at("name"), "small");
  EXPECT_TRUE(fs::exists(fs::path(bundle()) / "model.onnx"));
}

TEST_F(WholePath, PredictsWithHeatmapsAndGoesOnAfterABadFilm) {
  const std::string bad = *folder_ / "bad.png";
  test::must(write_file_atomic(bad, "no film"));
  const auto program = run_program("predict --json --dump-heatmap --threads 1 --bundle " +
                                   bundle() + " " + bad + " " + a_film("viral"));
  EXPECT_EQ(program.exit_code, 1);
  EXPECT_THAT(program.errors, HasSubstr(bad));
  const json report = json::parse(program.output);
  ASSERT_EQ(report.at("films").size(), 2U);
  EXPECT_TRUE(report.at("films").at(0).contains("error"));

  const json& film = report.at("films").at(1);
  double sum = 0.0;
  double largest = 0.0;
  std::string most_probable;
  for (const auto& [name, probability] : film.at("probabilities").items()) {
    sum += probability.get<double>();
    if (probability.get<double>() > largest) most_probable = name;
    largest = std::max(largest, probability.get<double>());
  }
  EXPECT_NEAR(sum, 1.0, 1e-6);
  EXPECT_EQ(film.at("predicted"), most_probable);
  const json& heatmaps = film.at("heatmaps");
  EXPECT_EQ(heatmaps.at("values").size(), 4U);
  for (const auto& [name, values] : heatmaps.at("values").items()) {
    ASSERT_EQ(values.size(),
              heatmaps.at("width").get<std::size_t>() * heatmaps.at("height").get<std::size_t>());
    for (const double value : values) EXPECT_TRUE(value >= 0.0 && value <= 1.0) << name;
  }
}

TEST_F(WholePath, WritesOverlayAndHeatmap) {
  const std::string film = a_film("covid19");
  const std::string overlays = *folder_ / "overlays";
  const std::string heatmap = *folder_ / "heatmap.png";
  const auto program =
      run_program("predict --threads 1 --bundle " + bundle() + " --overlay " + overlays +
                  " --heatmap " + heatmap + " --class covid19 --opacity 0.4 " + film);
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  EXPECT_EQ(program.output.find(film), 0U) << program.output;
  const auto overlay =
      run_program("inspect " + overlays + "/" + fs::path(film).stem().string() + "-overlay.png");
  EXPECT_THAT(overlay.output, HasSubstr("PNG, 64 x 64"));
  const auto cells = run_program("inspect " + heatmap);
  EXPECT_THAT(cells.output, HasSubstr("PNG, 1 x 1"));
}

TEST_F(WholePath, PredictRefusesWhatItCannotDo) {
  const std::string film = a_film("normal");
  const auto wrong_class = run_program("predict --bundle " + bundle() + " --class flu " + film);
  EXPECT_EQ(wrong_class.exit_code, 1);
  EXPECT_THAT(wrong_class.errors, HasSubstr("bacterial, covid19, normal, viral"));
  const auto two =
      run_program("predict --bundle " + bundle() + " --heatmap x.png " + film + " " + film);
  EXPECT_THAT(two.errors, HasSubstr("--heatmap: is for a single film"));
  const auto same =
      run_program("predict --bundle " + bundle() + " --overlay x " + film + " " + film);
  EXPECT_THAT(same.errors, HasSubstr("the same overlay"));
}

TEST_F(WholePath, PredictsAThousandFilmsOfOneCommandLine) {
  std::string films;
  for (int i = 0; i < 1000; ++i) films.append(" ").append(a_film("normal"));
  const auto program = run_program("predict --threads 1 --bundle " + bundle() + films);
  EXPECT_EQ(program.exit_code, 0) << program.errors;
  EXPECT_EQ(std::ranges::count(program.output, '\n'), 1000);
}

TEST_F(WholePath, ComplexityOfAnEnsembleIsItsMembersSum) {
  const std::string command =
      "complexity --threads 1 --repetitions 2 --seconds 0 --bundles " + bundle() + " " + bundle();
  const auto program = run_program(command + " --json");
  ASSERT_EQ(program.exit_code, 0) << program.errors;
  const json report = json::parse(program.output);
  const json card = json::parse(read_text(fs::path(bundle()) / "model.json").value());
  ASSERT_EQ(report.at("bundles").size(), 2U);
  const json& one = report.at("bundles").at(0);
  EXPECT_EQ(one.at("name"), "small");
  EXPECT_EQ(one.at("network"), "densenet121");
  EXPECT_EQ(one.at("parameters"), card.at("parameters"));
  EXPECT_EQ(one.at("multiply_adds"), card.at("multiply_adds"));
  std::uintmax_t bytes = 0;
  for (const auto& file : fs::directory_iterator(bundle())) {
    const fs::path name = file.path().filename();
    if (name != "model.json" && name != "films.json") bytes += file.file_size();
  }
  EXPECT_EQ(one.at("bundle_bytes"), bytes);
  EXPECT_LT(one.at("gzip_bytes"), one.at("bundle_bytes"));
  for (const char* runtime : {"libtorch", "onnx_runtime"}) {
    for (const json& timing : one.at(runtime)) {
      EXPECT_GE(timing.at("repetitions"), 2);
      EXPECT_GT(timing.at("median_milliseconds"), 0.0);
      EXPECT_GE(timing.at("percentile_95_milliseconds"), timing.at("median_milliseconds"));
    }
    EXPECT_GT(one.at(runtime).at(1).at("batch"), one.at(runtime).at(0).at("batch"));
  }
  EXPECT_EQ(report.at("ensemble").at("parameters"), 2 * card.at("parameters").get<long>());
  EXPECT_EQ(report.at("threads"), 1);
}

TEST_F(WholePath, DamagedBundleIsNamed) {
  const fs::path copy = *folder_ / "damaged";
  fs::copy(bundle(), copy);
  test::must(write_file_atomic(copy / "model.onnx", "not a model"));
  const auto program = run_program("predict --bundle " + copy.string() + " " + a_film("normal"));
  EXPECT_EQ(program.exit_code, 1);
  EXPECT_THAT(program.errors, HasSubstr((copy / "model.onnx").string()));
}

}  // namespace
}  // namespace chestlens
