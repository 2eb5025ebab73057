#include "embed/embed_models.hpp"

#include "bundle/bundle_map.hpp"
#include "embed/write_maps.hpp"
#include "io/atomic_file.hpp"
#include "io/sums.hpp"
#include "support/film_folder.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

using test::must;
using testing::HasSubstr;

/// Two bundles of one network, 24 films, and a film that is none of them.
struct World {
  test::TemporaryFolder folder;
  fs::path films = folder / "films", film = folder / "new.png";

  World() {
    test::write_film_folder(films, test::tiny_card().classes, 8, 20);
    test::write_film(film, test::small_film(20, 1, 99));
    write_bundle("one", test::tiny_card());
    write_bundle("two", test::tiny_card());
  }
  void write_bundle(const std::string& name, Card card, const test::TinyModel& model = {}) const {
    card.name = card.title = name;
    test::write_tiny_bundle(folder / name, test::onnx_of(model), std::move(card));
  }
  EmbedCall call(std::vector<fs::path> bundles) const {
    return {.bundles = std::move(bundles), .new_films = {film}, .data = films};
  }
};

template <typename T>
std::string message_of(const Result<T>& result) {
  return result ? "no error" : to_string(result.error());
}

TEST(EmbedModels, MapsTheFilmsOfAFolder) {
  const World world;
  const auto study = embed_models(world.call({world.folder / "one", world.folder / "two"}));
  ASSERT_TRUE(study) << to_string(study.error());
  ASSERT_EQ(study->models.size(), 2U);
  for (const ModelMap& model : study->models) {
    EXPECT_EQ(model.made.map.films.size(), 24U);
    EXPECT_EQ(model.made.map.features(), 4U);
    EXPECT_EQ(model.made.map.sources, (std::vector<std::string>{"hospital A", "hospital B"}));
    ASSERT_EQ(model.placed.size(), 1U);
    EXPECT_EQ(model.placed[0].placed.nearest.size(), 10U);
    EXPECT_EQ(model.made.map.model_sha256.size(), 64U);
  }
}

TEST(EmbedModels, WritesMapsIntoBundlesThatPlaceFilmsByThem) {
  const World world;
  const EmbedCall call = world.call({world.folder / "one"});
  EXPECT_THAT(message_of(place_films(call)), HasSubstr("holds no map of films: --data FOLDER"));
  const auto study = embed_models(call);
  ASSERT_TRUE(study);
  const auto bytes = write_map(world.folder / "one", study->models[0].made.map);
  ASSERT_TRUE(bytes) << to_string(bytes.error());
  EXPECT_EQ(*bytes, fs::file_size(world.folder / "one" / map_file));
  const auto placed = place_films(call);
  ASSERT_TRUE(placed) << to_string(placed.error());
  const Placed& again = placed->front().placed.front().placed;
  const Placed& before = study->models[0].placed[0].placed;
  EXPECT_EQ(again.place.x, before.place.x);
  EXPECT_EQ(again.place.y, before.place.y);
  EXPECT_EQ(again.nearest.front().film, before.nearest.front().film);
  // Once more, in the place of the first.
  EXPECT_TRUE(write_map(world.folder / "one", study->models[0].made.map));
  // A bundle without the file that its card lists predicts, and says what is missing.
  fs::remove(world.folder / "one" / map_file);
  EXPECT_TRUE(read_bundle(world.folder / "one"));
  EXPECT_THAT(message_of(place_films(call)), HasSubstr("map.bin"));
}

TEST(EmbedModels, RefusesDamagedAndForeignMaps) {
  const World world;
  const fs::path one = world.folder / "one";
  const auto study = embed_models(world.call({one}));
  ReferenceMap map = study->models[0].made.map;
  map.model_sha256[0] = map.model_sha256[0] == 'a' ? 'b' : 'a';
  EXPECT_THAT(message_of(write_map(one, map)), HasSubstr("is the map of another model.onnx"));
  ASSERT_TRUE(write_map(one, study->models[0].made.map));
  must(write_file_atomic(one / map_file, std::string("CLENSMAP")));
  EXPECT_THAT(message_of(place_films(world.call({one}))),
              HasSubstr("map.bin: is not the file that model.json describes"));
}

TEST(EmbedModels, RefusesBundlesThatDoNotGoTogether) {
  const World world;
  Card card = test::tiny_card();
  std::swap(card.classes[0], card.classes[1]);
  world.write_bundle("other", card);
  const fs::path one = world.folder / "one";
  EXPECT_THAT(
      message_of(embed_models(world.call({one, world.folder / "other"}))),
      HasSubstr("has other classes, or has them in another order (bacterial, viral, normal), "
                "than one (viral, bacterial, normal)"));
  EXPECT_THAT(message_of(embed_models(world.call({one, one}))), HasSubstr("is named one as"));
}

TEST(EmbedModels, NamesWhatFilmsLack) {
  const World world;
  const fs::path one = world.folder / "one";
  EmbedCall call = world.call({one});
  call.data = world.folder / "nothing";
  EXPECT_THAT(message_of(embed_models(call)), HasSubstr("manifest.csv: is not there"));
  call.data = world.folder / "few";
  test::write_film_folder(call.data, test::tiny_card().classes, 3, 20);
  EXPECT_THAT(message_of(embed_models(call)),
              HasSubstr("few: has 9 films of viral, bacterial, normal: a map takes 10"));
  call.data = world.films;
  must(write_file_atomic(world.films / "normal3.png", std::string("no film")));
  must(write_file_atomic(world.films / "viral0.png", std::string("no film")));
  const std::string message = message_of(embed_models(call));
  EXPECT_THAT(message, HasSubstr("2 of 24 films cannot be used"));
  EXPECT_THAT(message, HasSubstr("normal3.png"));
  EXPECT_THAT(message, HasSubstr("viral0.png"));
}

// e to the power of a thousand is infinite in float32, e^0 of the certificate's black film is not.
TEST(EmbedModels, NamesFilmsWhoseFeaturesAreNoNumbers) {
  const World world;
  test::TinyModel model;
  model.kernel_scale = 1e4F;
  model.has_exponential = true;
  Card card = test::tiny_card();
  card.certificate.reference_logits = {4.0F, 2.0F, 4.0F / 3.0F};
  world.write_bundle("wild", card, model);
  EXPECT_THAT(message_of(embed_models(world.call({world.folder / "wild"}))),
              HasSubstr("wild gives features that are no finite numbers"));
}

TEST(EmbedModels, StopsWhereItIsTold) {
  const World world;
  const auto study = embed_models(world.call({world.folder / "one"}), {}, [] { return true; });
  ASSERT_FALSE(study);
  EXPECT_EQ(study.error().code, ErrorCode::interrupted);
}

TEST(WriteMaps, WritesAFolderThatItKnowsAgain) {
  const World world;
  const auto study = embed_models(world.call({world.folder / "one", world.folder / "two"}));
  ASSERT_TRUE(study);
  const fs::path out = world.folder / "maps";
  must(write_maps(out, *study, {}));
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(out)) files.insert(entry.path().filename());
  EXPECT_EQ(files,
            (std::set<std::string>{"maps.png", "maps.svg", "places-one.csv", "places-two.csv",
                                   "separation.json", "separation.md", sums_file}));
  EXPECT_THAT(message_of(write_maps(out, *study, {})), HasSubstr("--replace"));
  must(write_maps(out, *study, {.replace = true}));
  must(write_file_atomic(out / "notes.txt", std::string("mine")));
  EXPECT_THAT(message_of(write_maps(out, *study, {.replace = true})), HasSubstr("notes.txt"));
}

}  // namespace
}  // namespace chestlens
