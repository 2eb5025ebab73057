#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <chestlens/asked_list.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

namespace fs = std::filesystem;
using nlohmann::json;
using test::run_program;

/// `ask` of a generated film, by the light model that ships.
class AskCommand : public testing::Test {
 protected:
  AskCommand() {
    const auto phantom = run_program("phantom --films 4 --size 160 --seed 3 --out " + films_);
    EXPECT_EQ(phantom.exit_code, 0) << phantom.errors;
    film_ = fs::directory_iterator(films_ + "/viral")->path();
  }
  static test::ProgramRun by_model(const std::string& command, const std::string& arguments) {
    return run_program(
        command + " --threads 1 --models " CHESTLENS_SOURCE_DIR "/models --model mobilenet_v2 " +
        arguments);
  }
  test::ProgramRun ask(const std::string& options) const {
    return by_model("ask", options + " " + film_);
  }
  json asked(const std::string& options) const {
    const auto run = ask("--json " + options);
    EXPECT_EQ(run.exit_code, 0) << run.errors;
    return json::parse(run.output, nullptr, false);
  }
  test::TemporaryFolder folder_;
  std::string films_ = folder_ / "films";
  std::string film_;
};

/// Whether probabilities are the same but for the batch that they were computed in.
void expect_near(const json& found, const json& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (const auto& [name, value] : expected.items()) {
    EXPECT_NEAR(found.at(name).get<double>(), value.get<double>(), 1e-5) << name;
  }
}

TEST_F(AskCommand, AnswersAsPredictOnAFilmThatDatasetCoverWrote) {
  const std::string covered = folder_ / "covered";
  const auto cover = run_program("dataset cover " + films_ + " --part border --out " + covered);
  ASSERT_EQ(cover.exit_code, 0) << cover.errors;
  const auto predict = [](const std::string& film) {
    const auto run = by_model("predict", "--json " + film);
    EXPECT_EQ(run.exit_code, 0) << run.errors;
    return json::parse(run.output)["films"][0];
  };
  const json before = predict(film_);
  const json after = predict(covered + "/" + fs::relative(film_, films_).string());
  const json asked = this->asked("--cover border");
  expect_near(asked["before"]["probabilities"], before["probabilities"]);
  ASSERT_EQ(asked["questions"].size(), 1U);
  const json& border = asked["questions"][0];
  expect_near(border["before"]["probabilities"], before["probabilities"]);
  expect_near(border["after"]["probabilities"], after["probabilities"]);
  EXPECT_EQ(border["after"]["trust"]["answer"], after["trust"]["answer"]);
  EXPECT_NE(before["probabilities"], after["probabilities"]);
}

TEST_F(AskCommand, AsksEveryPartWhereNothingIsAsked) {
  const auto run = ask("");
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, StartsWith(film_ + ", by mobilenet_v2\nquestion "));
  EXPECT_THAT(run.output, HasSubstr("\nas it is "));
  for (const Question& question : ready_questions()) {
    EXPECT_THAT(run.output, HasSubstr("\n" + in_words(question) + " "));
  }
  EXPECT_THAT(run.output, HasSubstr("\nWith the border covered "));
  EXPECT_THAT(run.output, HasSubstr("this answer "));
}

TEST_F(AskCommand, AsksWhatItIsToldInWordsThatCanBeReadBack) {
  const json list = asked(
      "--cover border,lungs --cover text --rectangle 20,20,60,80 --rectangle -5,0,30,30 --ellipse "
      "30,40,90,120 --brush 6.5,20,20,90,100 --fill noise --brightness 1.2,0.5 --contrast 0.8 "
      "--rotate -10 --mirror --resolution 64,32");
  std::vector<std::string> words;
  for (const json& question : list["questions"]) {
    const auto read = parse_question(question["question"].dump());
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(question["words"], in_words(*read));
    words.push_back(question["words"]);
  }
  EXPECT_EQ(words,
            (std::vector<std::string>{
                "the border covered by noise", "both lungs covered by noise",
                "the text found covered by noise",
                "the rectangle of 40 x 60 pixels at 20, 20 covered by noise",
                "the rectangle of 35 x 30 pixels at -5, 0 covered by noise",
                "the ellipse of 60 x 80 pixels at 30, 40 covered by noise",
                "the brushed part covered by noise", "at brightness 1.2", "at brightness 0.5",
                "at contrast 0.8", "turned by 10 degrees to the left", "mirrored",
                "at a resolution of 64 pixels", "at a resolution of 32 pixels"}));
  EXPECT_EQ(list["model"], "mobilenet_v2");
  EXPECT_EQ(list["members"][0]["model_sha256"].get<std::string>().size(), 64U);
}

TEST_F(AskCommand, NamesWhatCannotBeAsked) {
  const auto outside = ask("--rectangle 500,0,600,50");
  EXPECT_EQ(outside.exit_code, 1);
  EXPECT_EQ(outside.output, "");
  EXPECT_EQ(outside.errors, "chestlens: " + film_ +
                                ": the rectangle of 100 x 50 pixels at 500, 0: covers nothing of a "
                                "film of 160 x 160 pixels\n");
  EXPECT_THAT(ask("--resolution 161").errors,
              HasSubstr("resolution: must be a whole number, 32 to 160 pixels, is 161"));
  EXPECT_THAT(by_model("ask", folder_ / "none.png").errors, HasSubstr("none.png"));
}

TEST_F(AskCommand, ItsHelpSaysWhatAnAnswerHangsOn) {
  std::string help = run_program("ask --help").output;
  std::ranges::replace(help, '\n', ' ');
  EXPECT_THAT(help, HasSubstr(std::string(question_caveat)));
  EXPECT_THAT(help, HasSubstr("5 points"));
}

}  // namespace
}  // namespace chestlens
