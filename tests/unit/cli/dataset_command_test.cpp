#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;
using test::run_program;

void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_THAT(text, HasSubstr(part));
}

/// Generated films, one folder per class, as somebody may have collected them.
class DatasetCommand : public testing::Test {
 protected:
  DatasetCommand() {
    const auto phantom = run_program("phantom --films 12 --size 64 --seed 3 --out " + films_);
    EXPECT_EQ(phantom.exit_code, 0) << phantom.errors;
    fs::remove_all(films_ + "/masks");
    fs::remove(films_ + "/manifest.csv");
  }
  test::ProgramRun import_films(const std::string& options = {}) {
    return run_program("dataset import folder --source clinic --licence CC0 --from " + films_ +
                       " --out " + data_ + " " + options);
  }
  test::TemporaryFolder folder_;
  std::string films_ = folder_ / "films";
  std::string data_ = folder_ / "data";
};

TEST_F(DatasetCommand, ATypoInMapIsRefusedBeforeAnythingIsWritten) {
  const auto import = import_films("--map nromal=healthy");
  EXPECT_EQ(import.exit_code, 1);
  expect_contains(import.errors,
                  "chestlens: --map nromal=healthy: no film has the finding nromal; did you mean "
                  "normal?");
  EXPECT_FALSE(fs::exists(data_ + "/manifest.csv"));
}

TEST_F(DatasetCommand, ATableThatIsNoManifestStays) {
  const std::string manifest = data_ + "/manifest.csv";
  test::must(write_file_atomic(manifest, "cargo,port\ncoal,Hull\n"));
  const auto import = import_films("--replace");
  EXPECT_EQ(import.exit_code, 1);
  expect_contains(import.errors, "it is no manifest of films and stays; move it away");
  EXPECT_EQ(read_text(manifest).value(), "cargo,port\ncoal,Hull\n");
}

TEST_F(DatasetCommand, AGivenValidationSplitIsKeptAndSaid) {
  for (const char* part : {"train", "val"}) {
    fs::create_directories(films_ + "-split");
    fs::copy(films_, films_ + "-split/" + part, fs::copy_options::recursive);
  }
  const auto import = run_program("dataset import folder --source clinic --licence CC0 --from " +
                                  films_ + "-split --out " + data_);
  EXPECT_EQ(import.exit_code, 0) << import.errors;
  expect_contains(import.errors, "12 films below a validation folder");
  expect_contains(read_text(data_ + "/manifest.csv").value(), ",validation,clinic,");
  const auto check = run_program("dataset check " + data_);
  EXPECT_EQ(check.exit_code, 1);
  expect_contains(check.output, "| class | train | validation | all |");
  expect_contains(check.output, "ACROSS THE SPLIT");
}

TEST_F(DatasetCommand, CheckReadsWhatIsNotUtf8AndSaysSo) {
  EXPECT_EQ(import_films().exit_code, 0);
  std::string text = read_text(data_ + "/manifest.csv").value();
  text.replace(text.find(",clinic,"), 8,
               ",clin\xEF"
               "c,");
  test::must(write_file_atomic(data_ + "/manifest.csv", text));
  const auto check = run_program("dataset check " + data_);
  EXPECT_EQ(check.exit_code, 0) << check.errors;
  expect_contains(check.errors, "manifest.csv: is not UTF-8 and was read as Windows-1252");
  expect_contains(check.output,
                  "clin\xC3\xAF"
                  "c");
}

TEST_F(DatasetCommand, ImportThenCheckIsClean) {
  test::must(write_file_atomic(films_ + "/normal/broken.png", "no image"));
  const auto import = import_films();
  EXPECT_EQ(import.exit_code, 0) << import.errors;
  expect_contains(import.output, "lists 12 films: bacterial ");
  expect_contains(import.errors, "1 film could not be used");
  expect_contains(import.errors, "broken.png: ");
  expect_contains(read_text(data_ + "/problems.csv").value(), "/normal/broken.png,");
  const auto check = run_program("dataset check " + data_ + " --out " + data_ + "/report");
  EXPECT_EQ(check.exit_code, 0) << check.errors;
  expect_contains(check.output, "No findings.");
  EXPECT_TRUE(fs::exists(data_ + "/report/sources.svg"));
  const auto twice = import_films();
  EXPECT_EQ(twice.exit_code, 1);
  expect_contains(twice.errors, "manifest.csv: is there already; give --append");
  EXPECT_EQ(import_films("--replace").exit_code, 0);
  const auto again = import_films("--append");
  expect_contains(again.output, "0 films of ");
  expect_contains(again.output, "12 were listed already");
  fs::remove(films_ + "/normal/broken.png");
  EXPECT_EQ(import_films("--append").exit_code, 0);
  EXPECT_FALSE(fs::exists(data_ + "/problems.csv"));
}

TEST_F(DatasetCommand, CheckExitsWithOneUntilRepeatsAreMarked) {
  const fs::path film = fs::directory_iterator(films_ + "/normal")->path();
  fs::copy_file(film, film.parent_path() / "again.png");
  ASSERT_EQ(import_films().exit_code, 0);
  const auto check = run_program("dataset check " + data_);
  EXPECT_EQ(check.exit_code, 1);
  expect_contains(check.errors, "1 group of films that repeat each other");
  expect_contains(check.output, "again.png");
  const auto mark = run_program("dataset check --mark " + data_);
  expect_contains(mark.output, "1 films marked as duplicates");
  EXPECT_EQ(run_program("dataset check " + data_).exit_code, 0);
}

TEST_F(DatasetCommand, PatientsAreResolvedUnderTheOlderNameToo) {
  expect_contains(import_films("--resolve-patients train").output, "0 films moved to train");
  const auto older = import_films("--replace --settle test");
  expect_contains(older.output, "0 films moved to test");
  expect_contains(older.errors, "--settle is now called --resolve-patients");
  EXPECT_EQ(import_films("--replace --settle test --resolve-patients test").exit_code, 2);
  const auto help = run_program("dataset import --help").output;
  expect_contains(help, "--resolve-patients");
  EXPECT_THAT(help, Not(HasSubstr("--settle")));
}

/// Label files of two versions over the same films, and a table of the NIH's.
TEST_F(DatasetCommand, LabelsAskForFindingsOrForLabelFiles) {
  const std::string from = folder_ / "set";
  const std::string film = fs::directory_iterator(films_ + "/normal")->path();
  fs::create_directories(from + "/images");
  fs::copy_file(film, from + "/images/1.png");
  test::must(write_file_atomic(from + "/train_A.txt", "p1 1.png normal\n"));
  test::must(write_file_atomic(from + "/train_B.txt", "p1 1.png negative\n"));
  test::must(write_file_atomic(from + "/Data_Entry_2017.csv",
                               "Image Index,Finding Labels,Patient ID\n1.png,Edema,7\n"));
  const std::string covidx = "dataset import covidx --from " + from + " --out " + data_;
  const auto refused = run_program(covidx);
  EXPECT_EQ(refused.exit_code, 1);
  expect_contains(refused.errors, "choose one: --labels train_A.txt, or --labels train_B.txt");
  const auto chosen = run_program(covidx + " --labels train_B.txt");
  EXPECT_EQ(chosen.exit_code, 0) << chosen.errors;
  expect_contains(chosen.output, "lists 1 films: negative 1");
  expect_contains(run_program(covidx + " --labels").errors,
                  "covidx wants the names of label files");

  const std::string nih = "dataset import nih --from " + from + " --replace --out " + data_;
  const auto findings = run_program(nih + " --labels");
  EXPECT_EQ(findings.exit_code, 0) << findings.errors;
  expect_contains(read_text(data_ + "/manifest.csv").value(), "Edema=1");
  EXPECT_EQ(run_program("dataset import --labels nih --replace --from " + from + " --out " + data_)
                .exit_code,
            0);
  const auto file = run_program(nih + " --labels train_A.txt");
  EXPECT_EQ(file.exit_code, 2);
  expect_contains(file.errors, "takes files with the format covidx alone");
}

TEST_F(DatasetCommand, MisuseIsNamed) {
  EXPECT_EQ(run_program("dataset").exit_code, 2);
  EXPECT_EQ(run_program("dataset import brixia --from a --out b").exit_code, 2);
  const auto map = import_films("--map normal");
  EXPECT_EQ(map.exit_code, 1);
  expect_contains(map.errors, "--map normal: is not FINDING=CLASS");
  const auto table = run_program("dataset import nih --from " + films_ + " --out " + data_);
  EXPECT_EQ(table.exit_code, 1);
  expect_contains(table.errors, "Data_Entry_2017.csv: is not there; give the folder that holds it");
  const auto uncertain = run_program("dataset import chexpert --uncertain maybe --from a --out b");
  EXPECT_EQ(uncertain.exit_code, 2);
  expect_contains(uncertain.errors, "maybe is not one of ignore, ones, zeros");
  const auto help = run_program("dataset import --help");
  for (const char* format : {"chexpert", "covidx", "folder", "ieee8023", "kaggle", "nih"}) {
    expect_contains(help.output, format);
  }
  expect_contains(run_program("dataset check --help").output, "Exit code 0: clean; 1: findings");
}

TEST_F(DatasetCommand, CacheSaysWhatItHoldsAndClears) {
  const std::string cache = folder_ / "cache";
  test::must(write_file_atomic(cache + "/chestlens/films/abc.films", std::string(3 << 20, 'x')));
  expect_contains(run_program("dataset cache", cache).output, "1 set of prepared films, 3.0 MiB");
  expect_contains(run_program("dataset cache --limit 1", cache).output, "0.0 MiB freed");
  const auto clear = run_program("dataset cache --clear", cache);
  expect_contains(clear.output, "3.0 MiB freed");
  expect_contains(clear.output, "0 sets of prepared films");
}

}  // namespace
}  // namespace chestlens
