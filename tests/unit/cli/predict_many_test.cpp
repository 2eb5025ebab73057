#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace chestlens {
namespace {

using testing::AllOf;
using testing::Gt;
using testing::HasSubstr;
using testing::Lt;
using testing::Not;
using testing::StartsWith;

namespace fs = std::filesystem;
using nlohmann::json;
using test::run_program;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Many films by a bundle that ships: the order, the formats, and calls that were stopped.
class PredictMany : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<test::TemporaryFolder>();
    const auto run = run_program("phantom --films 12 --size 96 --seed 5 --out " + films());
    ASSERT_EQ(run.exit_code, 0) << run.errors;
    for (const char* other : {"masks", "README.txt", "manifest.csv", "SHA256SUMS"}) {
      fs::remove_all(fs::path(films()) / other);
    }
    test::must(write_file_atomic(fs::path(films()) / "normal/damaged.png", "\x89PNG\r\n\x1a\n"));
    test::must(write_file_atomic(fs::path(films()) / "viral/letter.txt", "no film"));
  }
  static void TearDownTestSuite() { made_.reset(); }
  static std::string films() { return *made_ / "films"; }
  static std::string with_bundle() {
    return "predict --bundle " CHESTLENS_SOURCE_DIR "/models/mobilenet_v2 ";
  }
  static test::ProgramRun predict(const std::string& arguments) {
    return run_program(with_bundle() + arguments);
  }
  fs::path out(const std::string& name) const { return folder_ / name; }
  static std::string text_of(const fs::path& file) { return test::must(read_text(file)); }

  /// What of a call's output was on the disk when it was killed: `bytes` of the rows.
  void leave_partial(const fs::path& file, std::size_t bytes) const {
    ASSERT_EQ(predict("--threads 2 --batch 2 --out " + file.string() + " " + films()).exit_code, 1);
    stop_after(file, bytes);
  }
  static void stop_after(const fs::path& file, std::size_t bytes) {
    fs::rename(file.string() + ".json", file.string() + ".partial.json");
    fs::rename(file, file.string() + ".partial");
    fs::resize_file(file.string() + ".partial", bytes);
  }

  const test::TemporaryFolder folder_;
  static std::unique_ptr<test::TemporaryFolder> made_;
};

std::unique_ptr<test::TemporaryFolder> PredictMany::made_;

TEST_F(PredictMany, BatchesAndThreadsChangeNoNumber) {
  const auto one = predict("--threads 1 --batch 1 --jsonl " + films());
  EXPECT_EQ(one.exit_code, 1) << "one film is damaged";
  const auto expected = lines_of(one.output);
  ASSERT_EQ(expected.size(), 13U);
  for (const std::string options : {"--threads 2 --batch 5 ", "--threads 3 --batch 2 ", ""}) {
    const auto run = predict(options + "--jsonl " + films());
    EXPECT_EQ(run.exit_code, 1);
    const auto rows = lines_of(run.output);
    ASSERT_EQ(rows.size(), expected.size()) << options;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const json row = json::parse(rows[i]);
      const json first = json::parse(expected[i]);
      EXPECT_EQ(row.at("file"), first.at("file")) << "the order of the films stays";
      EXPECT_EQ(row.contains("error"), first.contains("error"));
      if (row.contains("error")) continue;
      for (const auto& [name, value] : first.at("probabilities").items()) {
        EXPECT_NEAR(row.at("probabilities").at(name), value, 1e-5) << rows[i];
      }
    }
  }
}

TEST_F(PredictMany, AFilmThatFailsHasARowOfItsOwnInEveryFormat) {
  const auto csv = predict("--csv " + films());
  EXPECT_EQ(csv.exit_code, 1);
  EXPECT_THAT(csv.errors, HasSubstr("1 of 13 films cannot be predicted"));
  EXPECT_THAT(csv.errors, HasSubstr("damaged.png: "));
  EXPECT_THAT(csv.output, HasSubstr("\n" + films() + "/normal/damaged.png,,,,,,,,\n"));
  const auto lines = lines_of(predict("--jsonl " + films()).output);
  const json document = json::parse(predict("--json " + films()).output);
  ASSERT_EQ(document.at("films").size(), lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(json::parse(lines[i]), document.at("films").at(i));
  }
  EXPECT_THAT(csv.errors, HasSubstr("letter.txt"));
}

TEST_F(PredictMany, TheDocumentIsWrittenAsItWouldBeInOnePiece) {
  const auto run = predict("--json --dump-heatmap --batch 3 " + films());
  const auto document = nlohmann::ordered_json::parse(run.output);
  EXPECT_EQ(run.output, document.dump(2) + "\n");
  EXPECT_EQ(document.at("films").at(0).at("heatmaps").at("values").size(), 4U);
}

TEST_F(PredictMany, AQuotedPatternIsTheFilmsOfThatName) {
  const std::string all = predict("--csv " + films() + "/*/*.png").output;
  EXPECT_EQ(predict("--csv '" + films() + "/*/*.png'").output, all);
  EXPECT_EQ(predict("--csv '" + films() + "/**/*.png'").output, all);
  // Named by the pattern, a file that is no film fails, as one that the shell names does.
  const auto rows_of = [&](const std::string& path) {
    std::string rows = predict("--csv '" + films() + path + "'").output;
    const std::string letter = films() + "/viral/letter.txt,,,,,,,,\n";
    const std::size_t found = rows.find(letter);
    return found == std::string::npos ? rows : rows.erase(found, letter.size());
  };
  const std::string once = predict("--csv " + films()).output;
  EXPECT_EQ(rows_of("/**/*"), once) << "folders are no second films";
  EXPECT_EQ(rows_of("/**"), once);
  EXPECT_EQ(predict("--csv '" + films() + "/[a-u]*/phantom_?????[0-9].png'").output,
            predict("--csv " + films() + "/[a-u]*/phantom_?????[0-9].png").output);
  const auto none = predict("'" + films() + "/*.tiff'");
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.errors, HasSubstr("*.tiff: no file has a name of this pattern"));
  const std::string odd = folder_ / "a[1].png";
  fs::copy_file(fs::directory_iterator(fs::path(films()) / "viral")->path(), odd,
                fs::copy_options::overwrite_existing);
  EXPECT_NE(predict("--csv '" + odd + "'").output, "") << "a name that is there is no pattern";
}

TEST_F(PredictMany, RowsGoToAFileThatSaysWhatMadeThem) {
  for (const std::string ending : {".csv", ".jsonl"}) {
    const fs::path file = out("rows" + ending);
    const auto run = predict("--out " + file.string() + " " + films());
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(run.output, "");
    EXPECT_EQ(text_of(file), predict("--" + ending.substr(1) + " " + films()).output);
    const json made = json::parse(text_of(file.string() + ".json"));
    EXPECT_EQ(made.at("by"), "chestlens predict");
    EXPECT_EQ(made.at("members").at(0).at("model_sha256").get<std::string>().size(), 64U);
    EXPECT_FALSE(fs::exists(file.string() + ".partial"));
    EXPECT_FALSE(fs::exists(file.string() + ".partial.json"));
    EXPECT_THAT(predict("--resume --batch 4 --out " + file.string() + " " + films()).errors,
                HasSubstr("is whole already"));
  }
  EXPECT_THAT(predict("--out " + out("rows.txt").string() + " " + films()).errors,
              HasSubstr("neither a .csv nor a .jsonl file"));
}

TEST_F(PredictMany, AStoppedCallGoesOnToTheSameBytes) {
  for (const std::string ending : {".csv", ".jsonl"}) {
    const std::string options = "--threads 2 --batch 2 --out ";
    const fs::path whole = out("whole" + ending);
    ASSERT_EQ(predict(options + whole.string() + " " + films()).exit_code, 1);
    const std::string expected = text_of(whole);
    for (std::size_t bytes = 0; bytes <= expected.size(); bytes += expected.size() / 7) {
      const fs::path file = out("part" + std::to_string(bytes) + ending);
      leave_partial(file, bytes);
      const auto refused = predict(options + file.string() + " " + films());
      EXPECT_THAT(refused.errors, HasSubstr("--resume goes on")) << bytes;
      const auto resumed = predict("--resume " + options + file.string() + " " + films());
      EXPECT_EQ(resumed.exit_code, 1);
      EXPECT_THAT(resumed.errors, HasSubstr("1 of 13 films cannot be predicted")) << bytes;
      EXPECT_EQ(text_of(file), expected) << bytes;
    }
  }
}

TEST_F(PredictMany, OnlyTheSameCallGoesOn) {
  const fs::path file = out("rows.csv");
  leave_partial(file, 600);
  const std::string rows = text_of(file.string() + ".partial");
  const std::string resume = "--resume --out " + file.string() + " ";
  const auto refused = [&](const std::string& arguments, const std::string& why) {
    const auto run = run_program("predict " + arguments);
    EXPECT_EQ(run.exit_code, 1) << arguments;
    EXPECT_THAT(run.errors, HasSubstr(why)) << arguments;
    EXPECT_EQ(text_of(file.string() + ".partial"), rows) << "the rows stay";
  };
  const std::string models = CHESTLENS_SOURCE_DIR "/models";
  const std::string bundle = "--bundle " + models + "/mobilenet_v2 ";
  refused(bundle + "--batch 3 " + resume + films(), "were made with batch 2, this call has 3");
  refused("--models " + models + " --model densenet121 --batch 2 " + resume + films(),
          "were made with model \"mobilenet_v2\", this call has \"densenet121\"");
  refused(bundle + "--batch 2 " + resume + films() + "/viral", "are of other films");
  const std::string one = fs::directory_iterator(fs::path(films()) / "bacterial")->path();
  refused(bundle + "--batch 2 " + resume + one, "are of other films");
}

TEST_F(PredictMany, OverlaysGoOnInTheColorsThatTheyWereBegunIn) {
  const fs::path file = out("rows.csv"), whole = out("whole"), rest = out("rest");
  const std::string options = "--batch 2 --out " + file.string() + " ";
  ASSERT_EQ(
      predict(options + "--colors turbo --overlay " + whole.string() + " " + films()).exit_code, 1);
  const std::string rows = text_of(file);
  // As it was before there was a choice of colors.
  const json made = json::parse(text_of(file.string() + ".json"));
  EXPECT_EQ(made.at("overlays"), json({{"class", nullptr}, {"opacity", 0.5}}));
  stop_after(file, 600);
  const std::string resume = "--resume " + options + "--overlay " + rest.string() + " ";
  EXPECT_THAT(predict(resume + "--colors viridis " + films()).errors,
              HasSubstr("made with other overlays; --replace begins again"));
  EXPECT_THAT(predict(resume + films()).errors, HasSubstr("goes on after"));
  EXPECT_EQ(text_of(file), rows);
  int overlays = 0;
  for (const auto& entry : fs::recursive_directory_iterator(rest)) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(text_of(entry.path()), text_of(whole / fs::relative(entry.path(), rest)));
    ++overlays;
  }
  EXPECT_THAT(overlays, AllOf(Gt(0), Lt(12)));
}

TEST_F(PredictMany, AKillLosesNoMoreThanTheBatchesUnderWay) {
  const fs::path file = out("killed.csv");
  std::string list;
  for (int i = 0; i < 200; ++i) {
    for (const auto& film : fs::directory_iterator(fs::path(films()) / "viral")) {
      if (film.path().extension() == ".png") list += film.path().string() + "\n";
    }
  }
  const fs::path listed = out("list.txt");
  test::must(write_file_atomic(listed, list));
  const std::string call = with_bundle() + "--threads 1 --batch 2 --films-from " + listed.string();
  const std::string expected = run_program(call + " --csv").output;
  const fs::path partial = file.string() + ".partial";
  const auto bytes_of = [](const fs::path& path) {
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    return error ? std::uintmax_t{0} : bytes;
  };
  for (const int signal : {SIGKILL, SIGINT}) {
    const std::uintmax_t seen = bytes_of(partial);
    const pid_t child = fork();
    if (child == 0) {
      const std::string command = "exec " CHESTLENS_PROGRAM " " + call + " --resume --out " +
                                  file.string() + " 2> " + out("errors").string();
      execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      _exit(127);
    }
    // Rows of this process, beyond those of the one before.
    for (int i = 0; i < 6000 && bytes_of(partial) < seen + 400 && !fs::exists(file); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    kill(child, signal);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(fs::exists(partial)) << "all films were predicted before the signal";
    if (signal == SIGINT) {
      EXPECT_EQ(WEXITSTATUS(status), 130);
      EXPECT_THAT(text_of(out("errors")), HasSubstr("--resume goes on after them"));
      EXPECT_TRUE(text_of(partial).ends_with('\n')) << "whole rows";
    }
  }
  const auto last = run_program(call + " --resume --out " + file.string());
  EXPECT_EQ(last.exit_code, 0) << last.errors;
  EXPECT_EQ(text_of(file), expected);
}

// The second film is not named before the program is killed.
TEST_F(PredictMany, TheFirstFilmsAnswerWaitsForNoOther) {
  const fs::path film = out("first.png");
  const auto is_png = [](const fs::directory_entry& file) {
    return file.path().extension() == ".png";
  };
  const auto png = std::find_if(fs::directory_iterator(films() + "/viral"), {}, is_png);
  fs::copy_file(png->path(), film);
  for (const std::string format : {"", "--csv", "--jsonl", "--json"}) {
    const fs::path rows = out("rows" + format);
    const std::string command = "(echo " + film.string() +
                                "; exec sleep 100) | " CHESTLENS_PROGRAM " " + with_bundle() +
                                format + " --films-from - > " + rows.string();
    const pid_t child = fork();
    if (child == 0) {
      setpgid(0, 0);
      execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      _exit(127);
    }
    const auto has_row = [&] {
      const auto text = read_text(rows);
      return text && text->find("first.png") != std::string::npos &&
             text->find("viral") != std::string::npos;
    };
    for (int i = 0; i < 6000 && !has_row(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    kill(-child, SIGKILL);
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    EXPECT_TRUE(has_row()) << format;
  }
}

TEST_F(PredictMany, WhatPredictDidNotWriteIsNotWrittenOver) {
  const fs::path manifest = out("manifest.csv");
  test::must(write_file_atomic(manifest, "file,class\nprecious,1\n"));
  for (const std::string option : {"", "--replace ", "--resume "}) {
    const auto run = predict(option + "--out " + manifest.string() + " " + films());
    EXPECT_EQ(run.exit_code, 1) << option;
    EXPECT_EQ(text_of(manifest), "file,class\nprecious,1\n");
  }
  for (const std::string ending : {".json", ".partial", ".partial.json"}) {
    const fs::path file = out("rows.csv");
    test::must(write_file_atomic(file.string() + ending, "precious"));
    const auto run = predict("--replace --out " + file.string() + " " + films());
    EXPECT_THAT(run.errors, HasSubstr("is no file that chestlens predict wrote")) << ending;
    EXPECT_EQ(text_of(file.string() + ending), "precious");
    fs::remove(file.string() + ending);
  }
}

TEST_F(PredictMany, WhatAppearsInThePlaceMeanwhileStays) {
  const std::string film = fs::directory_iterator(fs::path(films()) / "bacterial")->path();
  const fs::path rows = out("rows.csv"), partial = out("rows.csv.partial");
  // The list ends only once the call has begun and somebody else's file is in its place.
  const std::string command = "{ echo " + film + "; for i in $(seq 600); do [ -e " +
                              partial.string() + " ] && break; sleep 0.1; done; echo precious > " +
                              rows.string() + "; } | " + CHESTLENS_PROGRAM " " + with_bundle() +
                              "--films-from - --out " + rows.string() + " 2> " +
                              out("errors").string();
  EXPECT_NE(std::system(command.c_str()), 0);
  EXPECT_EQ(text_of(rows), "precious\n");
  EXPECT_THAT(text_of(out("errors")), HasSubstr("all rows are in " + partial.string()));
  EXPECT_THAT(text_of(partial), HasSubstr(film));
  fs::remove(rows);
  test::must(write_file_atomic(out("list"), film));
  const auto resumed =
      predict("--resume --out " + rows.string() + " --films-from " + out("list").string());
  EXPECT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_THAT(text_of(rows), HasSubstr(film));
}

TEST_F(PredictMany, AListOfFoldersIsPlannedAsManyFilms) {
  const std::string film = fs::directory_iterator(fs::path(films()) / "bacterial")->path();
  test::must(write_file_atomic(out("list"), film + "\n" + films() + "/normal\n"));
  const auto run = predict("--csv --threads 2 --batch 1 --films-from " + out("list").string());
  EXPECT_EQ(lines_of(run.output).size(), 1U + 1U + 4U) << run.errors;
  EXPECT_THAT(run.errors, HasSubstr("predict  5 films"));
}

TEST_F(PredictMany, RowsOfAListComeBeforeTheListEnds) {
  const std::string film = fs::directory_iterator(fs::path(films()) / "bacterial")->path();
  const fs::path rows = out("rows.txt");
  // The list's writer waits until the first row is there.
  const std::string command = "{ echo " + film + "; for i in $(seq 600); do grep -q png " +
                              rows.string() + " && break; sleep 0.1; done; grep -c png " +
                              rows.string() + " >&2; } 2> " + out("seen").string() +
                              " | " CHESTLENS_PROGRAM " " + with_bundle() +
                              "--batch 1 --films-from - > " + rows.string();
  ASSERT_EQ(std::system(("touch " + rows.string() + "; " + command).c_str()), 0);
  EXPECT_THAT(text_of(out("seen")), StartsWith("1"));
}

TEST_F(PredictMany, AListWhoseEntriesEndInTwoWaysIsRefused) {
  const std::string film = fs::directory_iterator(fs::path(films()) / "bacterial")->path();
  const fs::path list = out("list");
  test::must(write_file_atomic(list, film + "\n" + std::string(70'000, '\n') + film + '\0' + film));
  EXPECT_THAT(predict("--films-from " + list.string()).errors, HasSubstr("has a NUL after lines"));
}

// ONNX Runtime would keep a number of the machine there, for its reports of use.
TEST_F(PredictMany, LeavesNothingInTheHome) {
  const fs::path home = out("home");
  fs::create_directory(home);
  const std::string film = fs::directory_iterator(fs::path(films()) / "bacterial")->path();
  const std::string command = "env -i HOME=" + home.string() + " TMPDIR=" + home.string() +
                              " " CHESTLENS_PROGRAM " " + with_bundle() + film + " > " +
                              out("rows.txt").string();
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_TRUE(fs::is_empty(home)) << fs::directory_iterator(home)->path();
}

TEST_F(PredictMany, HeatmapsGoIntoJsonLinesToo) {
  const std::string film = fs::directory_iterator(fs::path(films()) / "bacterial")->path();
  const auto run = predict("--jsonl --dump-heatmap " + film);
  EXPECT_EQ(json::parse(run.output).at("heatmaps").at("values").size(), 4U);
  EXPECT_EQ(predict("--csv --dump-heatmap " + film).exit_code, 2);
  EXPECT_EQ(predict("--resume " + film).exit_code, 2);
}

TEST_F(PredictMany, CudaIsRefusedWhereItIsMissing) {
  const auto run = predict("--device cuda " + films() + "/viral");
  if (run.exit_code == 0) GTEST_SKIP() << "there is a GPU";
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, HasSubstr("CUDA"));
  EXPECT_EQ(run.output, "");
}

TEST_F(PredictMany, ExplainsTheDistancesOfItsTable) {
  const std::string legend = "x: times the distance that 95 of 100 validation films keep";
  const std::string squares = folder_ / "squares.png";
  test::write_film(squares, test::small_film(96, 2, 1));
  const auto table = predict(squares);
  EXPECT_THAT(table.output, HasSubstr(" x, perhaps "));
  EXPECT_THAT(table.errors, HasSubstr(legend));
  EXPECT_THAT(predict("--csv " + squares).errors, Not(HasSubstr(legend)));
}

}  // namespace
}  // namespace chestlens
