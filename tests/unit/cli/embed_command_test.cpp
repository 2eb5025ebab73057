#include "io/atomic_file.hpp"
#include "support/film_folder.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

/// A bundle, and 24 films.
struct EmbedWorld {
  test::TemporaryFolder folder;
  std::string bundle = folder / "tiny", films = folder / "films", out = folder / "maps";

  EmbedWorld() {
    test::write_film_folder(films, test::tiny_card().classes, 8, 20);
    test::write_tiny_bundle(bundle, test::onnx_of({}));
  }
  test::ProgramRun run(const std::string& arguments) const {
    return test::run_program("embed --threads 1 " + arguments, folder / "cache");
  }
  std::string own() const { return "--bundle " + bundle + " --data " + films; }
};

TEST(EmbedCommand, PrintsFiguresAndWritesMaps) {
  const EmbedWorld world;
  const auto run = world.run(world.own() + " --out " + world.out);
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, HasSubstr("| tiny | all, 24 | class |"));
  EXPECT_THAT(run.output, HasSubstr("The eye deceives"));
  EXPECT_THAT(run.errors, HasSubstr("24 films allow a perplexity of 6 at most: 50 was asked for"));
  EXPECT_EQ(read_text(fs::path(world.out) / "separation.md").value(), run.output);
  EXPECT_TRUE(fs::exists(fs::path(world.out) / "maps.png"));
}

TEST(EmbedCommand, PrintsJson) {
  const EmbedWorld world;
  const auto run = world.run(world.own() + " --json --film " + world.films + "/viral0.png");
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const auto json = nlohmann::json::parse(run.output);
  const auto& placed = json["models"][0]["placed"][0];
  EXPECT_EQ(placed["nearest"][0]["class"], "viral");
  EXPECT_EQ(placed["is_on_the_map"], true);
  EXPECT_EQ(placed["trust"]["says"], "cannot tell: tiny has no trust.bin");
}

TEST(EmbedCommand, PlacesFilmsByTheMapOfABundle) {
  const EmbedWorld world;
  const std::string film = world.films + "/normal1.png";
  const auto before = world.run("--bundle " + world.bundle + " --film " + film);
  EXPECT_EQ(before.exit_code, 1);
  EXPECT_THAT(before.errors, HasSubstr("holds no map of films"));
  const auto written = world.run(world.own() + " --write-maps");
  ASSERT_EQ(written.exit_code, 0) << written.errors;
  EXPECT_THAT(written.output, HasSubstr("tiny/map.bin: "));
  const auto placed = world.run("--bundle " + world.bundle + " --film " + film + " --nearest 3");
  EXPECT_EQ(placed.exit_code, 0) << placed.errors;
  EXPECT_THAT(placed.output, HasSubstr("normal1.png: [cannot tell: tiny has no trust.bin]  at "));
  EXPECT_THAT(placed.output, HasSubstr("it is on the map already"));
  EXPECT_THAT(placed.output, HasSubstr("hospital"));
  const auto printed = world.run("--bundle " + world.bundle + " --json --nearest 3 --film " + film);
  ASSERT_EQ(printed.exit_code, 0) << printed.errors;
  const auto json = nlohmann::json::parse(printed.output);
  EXPECT_EQ(json["models"][0]["name"], "tiny");
  EXPECT_EQ(json["models"][0]["placed"][0]["nearest"].size(), 3U);
  test::write_film(world.folder / "white.png", {16, 16, 255, std::vector<std::uint16_t>(256, 255)});
  const auto other =
      world.run("--bundle " + world.bundle + " --film " + (world.folder / "white.png").string());
  EXPECT_EQ(other.exit_code, 0) << other.errors;
  EXPECT_THAT(other.output, HasSubstr("its nearest film is "));
  // The bundle predicts as before.
  const auto predicted = test::run_program("predict --csv --bundle " + world.bundle + " " + film,
                                           world.folder / "cache");
  EXPECT_EQ(predicted.exit_code, 0) << predicted.errors;
}

TEST(EmbedCommand, NamesMisuse) {
  const EmbedWorld world;
  for (const std::string& arguments :
       {std::string("--data x"), "--bundle " + world.bundle, world.own() + " --replace",
        "--bundle " + world.bundle + " --film x --out y", world.own() + " --perplexity 0",
        world.own() + " --models x"}) {
    const auto run = world.run(arguments);
    EXPECT_EQ(run.exit_code, 2) << arguments;
    EXPECT_NE(run.errors, "") << arguments;
  }
  const auto run = world.run("--models " + world.films + " --data " + world.films);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, HasSubstr("catalog.json"));
}

}  // namespace
}  // namespace chestlens
