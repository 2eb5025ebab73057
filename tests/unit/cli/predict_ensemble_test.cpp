#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;
using nlohmann::json;
using test::run_program;

/// `predict --models` on two small bundles of different input sizes and their ensemble.
class PredictEnsemble : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test::TemporaryFolder>();
    must_run("phantom --films 24 --size 64 --seed 5 --out " + films());
    make_bundle("light", 32);
    make_bundle("sharp", 96);
    test::must(write_file_atomic(fs::path(models()) / "catalog.json", catalog().dump()));
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static void must_run(const std::string& arguments) {
    const auto program = run_program(arguments);
    ASSERT_EQ(program.exit_code, 0) << arguments << "\n" << program.errors;
  }
  static void make_bundle(const std::string& name, int size_pixels) {
    const std::string recipe = *folder_ / (name + ".toml");
    const std::string run = *folder_ / (name + "-run");
    test::must(write_file_atomic(
        recipe, "name = \"" + name +
                    "\"\n[network]\nname = \"mobilenet_v2\"\n"
                    "[data]\nvalidation_fraction = 0.3\n"
                    "[train]\nbatch = 8\nprecision = \"fp32\"\n[[stage]]\nsize_pixels = " +
                    std::to_string(size_pixels) + "\nepochs = 1\nmax_learning_rate = 1e-3\n"));
    must_run("train --threads 1 --recipe " + recipe + " --data " + films() + " --run " + run);
    must_run("export --threads 1 --run " + run + " --out " + models() + "/" + name);
  }
  static json catalog() {
    return {{"format", 1},
            {"default", "both"},
            {"models",
             {{{"name", "light"}, {"title", "Light"}}, {{"name", "sharp"}, {"title", "Sharp"}}}},
            {"ensembles",
             {{{"name", "both"},
               {"title", "Both"},
               {"members",
                {{{"model", "light"}, {"weight", 0.5}}, {{"model", "sharp"}, {"weight", 1.5}}}},
               {"temperature", 0.5},
               {"chosen", "By hand."},
               {"metrics", json::array()},
               {"audit", json::array()},
               {"limits", json::array()}}}}};
  }
  static std::string films() { return *folder_ / "films"; }
  static std::string models() { return *folder_ / "models"; }
  static std::string a_film(const std::string& class_name) {
    return fs::directory_iterator(fs::path(films()) / class_name)->path();
  }
  static json predict(const std::string& arguments) {
    const auto program = run_program("predict --json --dump-heatmap --threads 1 " + arguments +
                                     " " + a_film("viral") + " " + a_film("normal"));
    EXPECT_EQ(program.exit_code, 0) << program.errors;
    return json::parse(program.output);
  }
  /// A copy of the models, to be changed.
  static fs::path copied_models(const std::string& name) {
    fs::path copy = *folder_ / name;
    fs::copy(models(), copy, fs::copy_options::recursive);
    return copy;
  }
  static void edit_card(const fs::path& models, const std::string& model, const char* pointer,
                        const json& value) {
    const fs::path file = models / model / "model.json";
    json card = json::parse(read_text(file).value());
    card[json::json_pointer(pointer)] = value;
    test::must(write_file_atomic(file, card.dump()));
  }
  static std::string failure(const std::string& arguments) {
    const auto program = run_program("predict " + arguments + " " + a_film("viral"));
    EXPECT_EQ(program.exit_code, 1) << program.output;
    return program.errors;
  }

  static std::unique_ptr<test::TemporaryFolder> folder_;
};

std::unique_ptr<test::TemporaryFolder> PredictEnsemble::folder_;

TEST_F(PredictEnsemble, IsTheWeightedMeanOfItsMembersAtItsTemperature) {
  const json both = predict("--models " + models() + " --model both");
  const json light = predict("--bundle " + models() + "/light");
  const json sharp = predict("--bundle " + models() + "/sharp");
  EXPECT_EQ(both.at("bundle"), "both");
  EXPECT_EQ(both.at("classes"), light.at("classes"));
  for (std::size_t film = 0; film < 2; ++film) {
    const json& mean = both.at("films").at(film);
    const json& members = mean.at("members");
    EXPECT_EQ(members.size(), 2U);
    EXPECT_EQ(members.at("light"), light.at("films").at(film).at("probabilities"));
    EXPECT_EQ(members.at("sharp"), sharp.at("films").at(film).at("probabilities"));
    // At a temperature of 0.5 the mean is squared, and made of sum 1 again.
    std::map<std::string, double> squares;
    double sum = 0.0;
    for (const auto& [name, probability] : members.at("light").items()) {
      const double mean_of_both =
          0.25 * probability.get<double>() + 0.75 * members.at("sharp").at(name).get<double>();
      squares[name] = mean_of_both * mean_of_both;
      sum += squares[name];
    }
    for (const auto& [name, probability] : mean.at("probabilities").items()) {
      EXPECT_NEAR(probability.get<double>(), squares.at(name) / sum, 1e-6);
    }
    EXPECT_EQ(mean.at("heatmaps").at("width"), 3);  // the sharper member's
    for (const auto& [name, values] : mean.at("heatmaps").at("values").items()) {
      EXPECT_EQ(values.size(), 9U) << name;
    }
  }
}

TEST_F(PredictEnsemble, ItsDefaultIsTheCatalogs) {
  EXPECT_EQ(predict("--models " + models()), predict("--models " + models() + " --model both"));
}

TEST_F(PredictEnsemble, AModelOfTheCatalogIsItsBundle) {
  EXPECT_EQ(predict("--models " + models() + " --model light"),
            predict("--bundle " + models() + "/light"));
}

TEST_F(PredictEnsemble, DrawsOverlays) {
  must_run("predict --threads 1 --models " + models() + " --overlay " +
           std::string(*folder_ / "overlays") + " " + a_film("viral"));
  const auto stem = fs::path(a_film("viral")).stem().string();
  EXPECT_TRUE(fs::exists(*folder_ / "overlays" / (stem + "-overlay.png")));
}

TEST_F(PredictEnsemble, NamesWhatTheCatalogLacks) {
  const std::string unknown = failure("--models " + models() + " --model dense");
  EXPECT_THAT(
      unknown,
      HasSubstr("dense: is none of the catalog's models and ensembles: both, light, sharp"));
  const std::string absent = failure("--models " + films());
  EXPECT_THAT(absent, HasSubstr(films() + "/catalog.json"));

  const fs::path copy = copied_models("broken");
  json broken = catalog();
  broken["ensembles"][0]["members"][1]["model"] = "gone";
  test::must(write_file_atomic(copy / "catalog.json", broken.dump()));
  const std::string errors = failure("--models " + copy.string());
  EXPECT_THAT(errors,
              HasSubstr((copy / "catalog.json").string() + ": ensembles[0].members[1].model: "));
  fs::copy_file(fs::path(models()) / "catalog.json", copy / "catalog.json",
                fs::copy_options::overwrite_existing);
  fs::remove_all(copy / "sharp");
  EXPECT_THAT(failure("--models " + copy.string()), HasSubstr("sharp/model.json"));
}

// From the reader of JSON through those of cards and bundles and the predictor to the line printed.
TEST_F(PredictEnsemble, PrintsTheFieldOfAMembersCardWithItsWholeContext) {
  const fs::path copy = copied_models("field");
  edit_card(copy, "sharp", "/input/size_pixels", "large");
  EXPECT_EQ(failure("--models " + copy.string()),
            "chestlens: " + (copy / "sharp" / "model.json").string() +
                ": input.size_pixels: must be a whole number, 16..2048, is \"large\"\n");
}

TEST_F(PredictEnsemble, RefusesMembersThatDoNotFitTogether) {
  const fs::path classes = copied_models("classes");
  edit_card(classes, "sharp", "/classes/0", "tuberculosis");
  const std::string different = failure("--models " + classes.string());
  EXPECT_THAT(different, HasSubstr("light and sharp: tell different classes"));
  const fs::path views = copied_models("views");
  edit_card(views, "sharp", "/input/fit", "letterbox");
  const std::string view = failure("--models " + views.string());
  EXPECT_THAT(view, HasSubstr("light and sharp: see different parts of a film"));
  EXPECT_EQ(run_program("predict --models " + views.string() + " --model sharp " + a_film("viral"))
                .exit_code,
            0);
}

}  // namespace
}  // namespace chestlens
