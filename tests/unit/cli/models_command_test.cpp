#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;
using nlohmann::json;
using test::run_program;

/// `catalog`, `ensemble` and `evaluate --models` on two small bundles.
class ModelsCommands : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test::TemporaryFolder>();
    must_run("phantom --films 80 --size 64 --seed 6 --test-fraction 0.3 --out " + films());
    make_bundle("one", 1);
    make_bundle("two", 2);
    must_run("catalog --models " + models() + " one two");
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static void must_run(const std::string& arguments) {
    const auto program = run_program(arguments);
    ASSERT_EQ(program.exit_code, 0) << arguments << "\n" << program.errors;
  }
  static void make_bundle(const std::string& name, int seed) {
    const std::string recipe = *folder_ / (name + ".toml");
    const std::string run = *folder_ / (name + "-run");
    test::must(write_file_atomic(
        recipe, "name = \"" + name +
                    "\"\n[network]\nname = \"mobilenet_v2\"\n"
                    "[data]\nvalidation_fraction = 0.3\n[train]\nseed = " +
                    std::to_string(seed) +
                    "\nbatch = 8\nprecision = \"fp32\"\n[[stage]]\nsize_pixels = 32\n"
                    "epochs = 1\nmax_learning_rate = 1e-3\n"));
    must_run("train --threads 1 --recipe " + recipe + " --data " + films() + " --run " + run);
    must_run("export --threads 1 --run " + run + " --out " + models() + "/" + name);
  }
  static std::string films() { return *folder_ / "films"; }
  static std::string models() { return *folder_ / "models"; }
  static json read_json(const std::string& file) {
    return json::parse(read_text(fs::path(models()) / file).value());
  }

  static std::unique_ptr<test::TemporaryFolder> folder_;
};

std::unique_ptr<test::TemporaryFolder> ModelsCommands::folder_;

TEST_F(ModelsCommands, AnEnsembleIsChosenScoredAndAudited) {
  const std::string common = " --models " + models() + " --data " + films() + " --threads 1";
  const std::string curve = *folder_ / "curve.svg";
  const auto ensemble = run_program("ensemble" + common +
                                    " --members one two --name both --title Both --draws 20"
                                    " --objective accuracy --curve " +
                                    curve);
  ASSERT_EQ(ensemble.exit_code, 0) << ensemble.errors;
  EXPECT_THAT(ensemble.output, HasSubstr("Chosen for the best accuracy on"));
  EXPECT_TRUE(read_text(curve).value().starts_with("<svg"));
  const json written = read_json("catalog.json").at("ensembles").at(0);
  EXPECT_EQ(written.at("name"), "both");
  EXPECT_NEAR(
      written["members"][0]["weight"].get<double>() + written["members"][1]["weight"].get<double>(),
      1.0, 1e-9);
  EXPECT_LE(written["members"][0]["weight_low"], written["members"][0]["weight_high"]);
  EXPECT_GT(written.at("temperature").get<double>(), 0.0);
  EXPECT_THAT(written.at("chosen").get<std::string>(), HasSubstr("expected calibration error"));

  must_run("ensemble" + common + " --members one two --name plain --title Plain --equal");
  const json plain = read_json("catalog.json").at("ensembles").at(1);
  EXPECT_EQ(plain.at("members").at(0).at("weight"), 0.5);
  EXPECT_TRUE(plain.at("chosen").get<std::string>().starts_with("The plain average"));

  must_run("ensemble" + common +
           " --members one two --name safe --title Safe --draws 20 --least-recall covid19=0.0");
  const std::string chosen = read_json("catalog.json").at("ensembles").at(2).at("chosen");
  EXPECT_THAT(chosen, HasSubstr("with covid19=0.0 at least"));

  const std::string table = *folder_ / "table";
  const auto scored =
      run_program("evaluate" + common + " --split test --write-cards --table " + table);
  ASSERT_EQ(scored.exit_code, 0) << scored.errors;
  EXPECT_TRUE(read_text(fs::path(table) / "table.md").value().starts_with(scored.output));
  EXPECT_THAT(scored.output, HasSubstr("| Both |"));
  EXPECT_THAT(scored.output, HasSubstr("| Plain |"));
  for (const char* file :
       {"table.csv", "table.html", "confusion-both.svg", "reliability-one.svg"}) {
    EXPECT_TRUE(fs::exists(fs::path(table) / file)) << file;
  }
  const json card = read_json("one/model.json");
  EXPECT_FALSE(card.at("audit").empty());
  EXPECT_TRUE(card["metrics"][0]["measured_on"].get<std::string>().starts_with("test"));
  const auto flagged = std::ranges::count_if(card["metrics"], [](const json& metric) {
    return metric["measured_on"].get<std::string>().find("too few") != std::string::npos;
  });
  EXPECT_GT(flagged, 20) << "six figures of each class, of each part";
  const json both = read_json("catalog.json").at("ensembles").at(0);
  EXPECT_FALSE(both.at("audit").empty());

  const auto refused = run_program("catalog --models " + models() + " two");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.errors, HasSubstr("both, plain, safe; --replace drops them"));
  EXPECT_EQ(read_json("catalog.json").at("ensembles").size(), 3U);
  const auto fewer = run_program("catalog --replace --models " + models() + " two");
  EXPECT_THAT(fewer.output, HasSubstr("ensemble both is dropped"));
  const auto listed = run_program("catalog --models " + models() + " one two");
  EXPECT_EQ(listed.exit_code, 0) << listed.errors;
  EXPECT_THAT(listed.output, HasSubstr("two\n  "));
  EXPECT_THAT(listed.output, HasSubstr("\n  Whether it looks at the lungs is not known: it was not "
                                       "audited."));
}

/// The models in a folder of their own, for a test that spoils them.
class SpoiltModels : public ModelsCommands {
 protected:
  SpoiltModels() { fs::copy(models(), spoilt_, fs::copy_options::recursive); }
  std::string failure(const std::string& arguments) const {
    const auto program = run_program(arguments + " --threads 1 --models " + spoilt_.string());
    EXPECT_EQ(program.exit_code, 1) << program.output;
    return program.errors;
  }
  std::string evaluate(const std::string& data) const {
    return failure("evaluate --split test --data " + data);
  }
  std::string ensemble() const {
    return failure("ensemble --members one two --name both --title Both --data " + films());
  }
  static std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
  }

  const test::TemporaryFolder copy_;
  const fs::path spoilt_ = copy_ / "models";
};

TEST_F(SpoiltModels, OtherClassesAreNamed) {
  const fs::path path = spoilt_ / "two" / "model.json";
  json card = json::parse(read_text(path).value());
  std::swap(card["classes"][0], card["classes"][1]);
  test::must(write_file_atomic(path, card.dump()));
  const std::string errors = evaluate(films());
  EXPECT_THAT(errors, HasSubstr("two"));
  EXPECT_THAT(errors, HasSubstr("has other classes, or has them in another order, than one"));
  EXPECT_THAT(ensemble(), HasSubstr("has other classes"));

  card["classes"][0] = "flu";
  test::must(write_file_atomic(path, card.dump()));
  const std::string unknown = evaluate(films());
  EXPECT_THAT(unknown, HasSubstr("two (flu, "));
}

TEST_F(SpoiltModels, AModelGoesByItsNameInTheCatalog) {
  const fs::path path = spoilt_ / "two" / "model.json";
  json card = json::parse(read_text(path).value());
  card["name"] = "renamed";
  test::must(write_file_atomic(path, card.dump()));
  const std::string common =
      " --threads 1 --models " + spoilt_.string() + " --data " + films() + " ";
  must_run("ensemble --members one two --name both --title Both --equal" + common);
  const std::string table = copy_ / "table";
  must_run("evaluate --split test --write-cards --table " + table + common);
  const std::string csv = read_text(fs::path(table) / "table.csv").value();
  EXPECT_THAT(csv, HasSubstr("\ntwo,accuracy,"));
  EXPECT_THAT(csv, HasSubstr("\nboth,accuracy,"));
  EXPECT_THAT(csv, Not(HasSubstr("renamed")));
  EXPECT_EQ(json::parse(read_text(path).value()).at("name"), "two");
  EXPECT_FALSE(fs::exists(spoilt_ / "renamed"));
}

TEST_F(SpoiltModels, ADamagedModelIsNamed) {
  const fs::path path = spoilt_ / "two" / "model.onnx";
  std::string model = read_text(path).value();
  model[model.size() / 2] = static_cast<char>(model[model.size() / 2] ^ 1);
  test::must(write_file_atomic(path, model));
  for (const std::string& errors : {evaluate(films()), ensemble()}) {
    EXPECT_THAT(errors, HasSubstr("two/model.onnx"));
    EXPECT_THAT(errors, HasSubstr("sha256"));
  }
}

TEST_F(SpoiltModels, AManifestWithoutAColumnOrAClassIsNamed) {
  const fs::path data = copy_ / "films";
  fs::copy(films(), data, fs::copy_options::recursive);
  const std::string manifest = read_text(data / "manifest.csv").value();
  test::must(write_file_atomic(data / "manifest.csv", replaced(manifest, "patient_id", "person")));
  const std::string column = evaluate(data);
  EXPECT_THAT(column, HasSubstr("patient_id"));

  std::string fewer;
  std::istringstream lines(manifest);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(",covid19,") == std::string::npos) fewer += line + "\n";
  }
  test::must(write_file_atomic(data / "manifest.csv", fewer));
  must_run("evaluate --split test --threads 1 --models " + models() + " --data " + data.string());
  const auto gone = run_program("evaluate --split test --threads 1 --models " + models() +
                                " --data " + data.string());
  EXPECT_THAT(gone.output, HasSubstr("No film here is of the class covid19"));
}

/// The films in a folder of their own, with one training row less.
TEST_F(SpoiltModels, ARowLessTurnsNoTrainingFilmIntoAValidationFilm) {
  const fs::path data = copy_ / "films";
  fs::copy(films(), data, fs::copy_options::recursive);
  const std::string arguments = "evaluate --threads 1 --models " + models() + " --data ";
  const auto whole = run_program(arguments + films());
  std::string manifest = read_text(data / "manifest.csv").value();
  const std::string split =
      read_text(fs::path(std::string(*folder_ / "one-run")) / "split.csv").value();
  const auto trained = split.find(",train");
  const auto begin = split.rfind('\n', trained) + 1;
  const std::string file = split.substr(begin, split.find(',', begin) - begin);
  const auto row = manifest.find("\n" + file + ",");
  ASSERT_NE(row, std::string::npos) << file;
  manifest.erase(row, manifest.find('\n', row + 1) - row);
  test::must(write_file_atomic(data / "manifest.csv", manifest));
  const auto less = run_program(arguments + data.string());
  ASSERT_EQ(less.exit_code, 0) << less.errors;
  const auto first_table = [](const std::string& text) {
    return text.substr(0, text.find("\n\n", text.find("All models on") + 40));
  };
  EXPECT_EQ(first_table(less.output), first_table(whole.output));
}

TEST_F(SpoiltModels, FilmsThatABundleSawAreWrittenDownAgain) {
  const fs::path folder = spoilt_ / "one";
  const std::string films_json = read_text(folder / "films.json").value();
  json card = json::parse(read_text(folder / "model.json").value());
  EXPECT_EQ(card.at("provenance").at("epochs_done"), 1);
  card.erase("provenance");
  card["files"].erase(2);
  test::must(write_file_atomic(folder / "model.json", card.dump()));
  fs::remove(folder / "films.json");

  const std::string bundle = "evaluate --threads 1 --bundle " + folder.string() + " --data ";
  const auto redrawn = run_program(bundle + films());
  EXPECT_EQ(redrawn.exit_code, 0) << redrawn.errors;
  EXPECT_THAT(redrawn.errors, HasSubstr("does not say which films it saw"));
  const auto recorded = run_program(bundle + films() + " --record-films");
  ASSERT_EQ(recorded.exit_code, 0) << recorded.errors;
  EXPECT_EQ(read_text(folder / "films.json").value(), films_json);
  const auto twice = run_program(bundle + films() + " --record-films");
  EXPECT_THAT(twice.errors, HasSubstr("says already"));
  EXPECT_EQ(twice.exit_code, 1);
}

TEST_F(SpoiltModels, TheFilmsOfAnotherFolderDoNotPassForThoseThatABundleSaw) {
  const fs::path folder = spoilt_ / "one";
  json card = json::parse(read_text(folder / "model.json").value());
  card.erase("provenance");
  card["files"].erase(2);
  for (json& metric : card["metrics"]) metric["value"] = metric["low"];
  test::must(write_file_atomic(folder / "model.json", card.dump()));
  fs::remove(folder / "films.json");
  const auto refused = run_program("evaluate --threads 1 --record-films --bundle " +
                                   folder.string() + " --data " + films());
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.errors, HasSubstr("these are not the films that chose it"));
  EXPECT_FALSE(fs::exists(folder / "films.json"));
}

TEST_F(ModelsCommands, FilmsOfAnotherHospitalAreScored) {
  const std::string other = *folder_ / "other";
  must_run("phantom --films 12 --size 64 --seed 77 --out " + other);
  for (const std::string& model : {"--bundle " + models() + "/one/", "--models " + models(),
                                   "--run " + std::string(*folder_ / "one-run")}) {
    const auto scored =
        run_program("evaluate --threads 1 --split all --data " + other + " " + model);
    ASSERT_EQ(scored.exit_code, 0) << model << scored.errors;
    EXPECT_THAT(scored.output,
                HasSubstr(model.starts_with("--models") ? "All models on 12 films of every split"
                                                        : "## all, 12 films, no patient shared"))
        << model;
  }
  const auto validation =
      run_program("evaluate --threads 1 --data " + other + " --bundle " + models() + "/one");
  EXPECT_EQ(validation.exit_code, 1);
  EXPECT_THAT(validation.errors, HasSubstr("--split all"));
  const auto with_slash =
      run_program("evaluate --threads 1 --data " + other + " --bundle " + models() + "/one/");
  EXPECT_EQ(with_slash.errors, validation.errors) << "a slash takes no name away";
}

/// A folder of films of two of the classes, whose manifest has no patient_id and no split, and one
/// repeat of a film that is not there.
std::string write_bare_folder(const std::string& folder) {
  EXPECT_EQ(run_program("phantom --films 40 --size 64 --seed 78 --out " + folder).exit_code, 0);
  std::istringstream rows(read_text(fs::path(folder) / "manifest.csv").value());
  std::string bare = "file,class,duplicate_of\n";
  std::string row;
  for (std::getline(rows, row); std::getline(rows, row);) {
    const auto first = row.find(',');
    const auto second = row.find(',', first + 1);
    const std::string film = row.substr(0, second);
    if (!film.ends_with("covid19") && !film.ends_with("viral")) {
      bare += film + (bare.ends_with("duplicate_of\n") ? ",gone.png\n" : ",\n");
    }
  }
  test::must(write_file_atomic(fs::path(folder) / "manifest.csv", bare));
  return folder;
}

TEST_F(ModelsCommands, ExternalFilmsNeedLittleOfTheirManifest) {
  const std::string bare = write_bare_folder(*folder_ / "bare");
  const std::string copy = *folder_ / "models-copy";
  fs::copy(models(), copy, fs::copy_options::recursive);
  const std::string common =
      "evaluate --threads 1 --external --films-name 'Hospital B' --data " + bare;
  const auto one = run_program(common + " --write-cards --bundle " + copy + "/one");
  ASSERT_EQ(one.exit_code, 0) << one.errors;
  EXPECT_THAT(one.output, HasSubstr("## other films (Hospital B), "));
  EXPECT_THAT(one.output, HasSubstr("none of a file that trained the model"));
  EXPECT_THAT(one.output, HasSubstr("No film here is of the class"));
  EXPECT_THAT(one.errors, HasSubstr("do not say whose they are"));
  const json card = json::parse(read_text(fs::path(copy) / "one/model.json").value());
  const json before = read_json("one/model.json");
  EXPECT_EQ(card["metrics"][0], before["metrics"][0]);
  EXPECT_GT(card["metrics"].size(), before["metrics"].size());
  EXPECT_THAT(card["metrics"].back()["measured_on"].get<std::string>(),
              HasSubstr("other films (Hospital B), patients are not known"));
  EXPECT_EQ(run_program("catalog --models " + copy + " one two --replace").exit_code, 0);

  const auto all = run_program(common + " --models " + copy + " --recall normal=0.9" +
                               " --validation-data " + films());
  ASSERT_EQ(all.exit_code, 0) << all.errors;
  EXPECT_THAT(all.output, HasSubstr("on other films (Hospital B)"));
  EXPECT_THAT(all.output, HasSubstr("### Differences between models"));
  EXPECT_THAT(all.output, HasSubstr("### Decision thresholds"));
  EXPECT_THAT(all.output, HasSubstr("recall on other films (Hospital B) %"));

  const auto run = run_program(common + " --run " + std::string(*folder_ / "one-run"));
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_TRUE(fs::exists(*folder_ / "one-run" / "evaluation-external.json"));
}

TEST_F(ModelsCommands, AThresholdIsChosenForAWantedRecall) {
  const auto scored =
      run_program("evaluate --threads 1 --split test --recall normal=0.9 --bundle " + models() +
                  "/one --data " + films());
  ASSERT_EQ(scored.exit_code, 0) << scored.errors;
  EXPECT_THAT(scored.output, HasSubstr("### Decision thresholds"));
  EXPECT_THAT(scored.output, HasSubstr("| normal | 90.0 |"));
  const auto run = run_program("evaluate --threads 1 --recall normal=0.9 --run " +
                               std::string(*folder_ / "one-run"));
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, HasSubstr("It was measured on the films that chose it"));
}

TEST_F(ModelsCommands, SayWhatDoesNotFit) {
  const auto failure = [&](const std::string& arguments) {
    const auto program = run_program(arguments);
    EXPECT_NE(program.exit_code, 0) << program.output;
    return program.errors;
  };
  EXPECT_THAT(failure("evaluate"), HasSubstr("give --run FOLDER to score a run, or --models"));
  EXPECT_THAT(failure("evaluate --models " + models()), HasSubstr("--data"));
  const std::string scored = "evaluate --models " + models() + " --data " + films();
  EXPECT_THAT(failure(scored + " --tta 4"), HasSubstr("--tta: is for --run"));
  EXPECT_THAT(failure(scored + " --device cpu"), HasSubstr("--device: is for --run"));
  EXPECT_THAT(failure(scored + " --record-films"), HasSubstr("--record-films: is for --bundle"));
  EXPECT_THAT(failure(scored + " --run " + films()), HasSubstr("give --run FOLDER"));
  EXPECT_THAT(failure(scored + " --recall flu=0.9"), HasSubstr("--recall: \"flu=0.9\" is not"));
  EXPECT_THAT(failure(scored + " --recall normal="), HasSubstr("--recall: \"normal=\" is not"));
  EXPECT_THAT(failure(scored + " --recall normal=0"), HasSubstr("wants nothing"));
  EXPECT_THAT(failure(scored + " --external --recall normal=0.9"), HasSubstr("--validation-data"));
  EXPECT_THAT(failure(scored + " --external --split test"), HasSubstr("excludes"));
  EXPECT_THAT(failure(scored + " --films-name B"), HasSubstr("requires --external"));
  EXPECT_THAT(failure(scored + " --validation-data x"), HasSubstr("--validation-data: is for"));
  EXPECT_THAT(failure("evaluate --bundle b --data d --split test --write-cards"),
              HasSubstr("is for --external with --bundle"));
  EXPECT_THAT(failure("catalog --models " + models() + " three"), HasSubstr("three/model.json"));
  const std::string ensemble = "ensemble --models " + models() + " --data " + films() +
                               " --name both --title Both --threads 1 --members one ";
  EXPECT_THAT(failure(ensemble + "three"), HasSubstr("three"));
  EXPECT_THAT(failure(ensemble + "one"), HasSubstr("is a member twice"));
  EXPECT_THAT(failure("evaluate --write-cards --models " + models() + " --data " + films()),
              HasSubstr("is for --split test"));
  EXPECT_THAT(failure(ensemble + "two --least-recall flu=0.9"), HasSubstr("--least-recall"));
  EXPECT_THAT(failure("evaluate --models " + films() + " --data " + films()),
              HasSubstr("catalog.json"));
}

}  // namespace
}  // namespace chestlens
