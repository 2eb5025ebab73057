#include "trust/add_trust.hpp"

#include "bundle/bundle_files.hpp"
#include "bundle/predictor.hpp"
#include "io/sha256.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <span>

namespace chestlens {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

const std::vector<std::string> classes{"bacterial", "normal", "viral"};

/// A bundle that knows the films of a folder: two thirds of them trained it, a sixth validated it.
class AddTrust : public testing::Test {
 protected:
  void SetUp() override {
    test::write_film_folder(data(), classes, 60);
    SeenFilms seen;
    for (const std::string& name : classes) {
      for (int i = 0; i < 50; ++i) {
        const auto bytes = test::must(read_file(data() / (name + std::to_string(i) + ".png")));
        auto& part = i < 40 ? seen.training : seen.validation;
        part.push_back(sha256_hex(bytes).substr(0, 16));
      }
    }
    std::ranges::sort(seen.training);
    std::ranges::sort(seen.validation);
    Card card = test::tiny_card();
    card.format = 2;
    card.name = "tiny";
    test::write_tiny_bundle(bundle(), test::onnx_of({.is_of_format_2 = true}), card);
    card = test::must(read_card(bundle()));
    auto files = test::must(read_bundle_files(bundle(), card));
    const std::string text = to_json(seen);
    const auto bytes = std::as_bytes(std::span(text));
    files[films_file].assign(bytes.begin(), bytes.end());
    test::must(write_bundle_files(bundle(), card, files, {.replace = true}));
  }

  fs::path data() const { return folder_ / "data"; }
  fs::path bundle() const { return folder_ / "tiny"; }
  fs::path folder(const std::string& name) const { return folder_ / name; }

 private:
  test::TemporaryFolder folder_;
};

TEST_F(AddTrust, LetsABundleSayWhichFilmsItKnows) {
  const auto before = test::must(open_bundle(bundle(), {.threads = 1}));
  const auto unasked = test::must(predict_film(before, data() / "normal0.png"));
  ASSERT_TRUE(unasked.combined.trust);
  EXPECT_EQ(unasked.combined.trust->likeness, Likeness::cannot_tell);
  EXPECT_THAT(unasked.combined.trust->reason, HasSubstr("tiny has no trust.bin"));

  const auto card = add_trust({.bundle = bundle(), .data = data()});
  ASSERT_TRUE(card) << to_string(card.error());
  std::set<std::string> kinds;
  for (const MeasuredMetric& kind : card->trust) {
    kinds.insert(kind.name);
    EXPECT_LE(kind.low, kind.value) << kind.name;
    EXPECT_GE(kind.high, kind.value) << kind.name;
    if (kind.name == "plain grey") {
      EXPECT_EQ(kind.value, 1.0);
    }
    if (kind.name == "films never seen") {
      EXPECT_LT(kind.value, 0.3);
    }
  }
  EXPECT_TRUE(kinds.contains("films never seen"));
  EXPECT_TRUE(kinds.contains("negative"));

  const auto after = test::must(open_bundle(bundle(), {.threads = 1}));
  const auto film = test::must(predict_film(after, data() / "normal55.png"));
  ASSERT_TRUE(film.combined.trust);
  EXPECT_EQ(film.combined.trust->likeness, Likeness::like) << describe(*film.combined.trust);
  EXPECT_EQ(film.combined.probabilities,
            test::must(predict_film(before, data() / "normal55.png")).combined.probabilities);
  const GreyImage grey{32, 32, 255, std::vector<std::uint16_t>(32 * 32, 128)};
  const auto prepared = test::must(prepare_film(after, grey));
  const auto plain = test::must(predict_batch(after, std::span(&prepared, 1), false));
  ASSERT_TRUE(plain.front());
  EXPECT_EQ(plain.front()->combined.trust->likeness, Likeness::unlike);
  EXPECT_NE(plain.front()->combined.trust->surprise, Surprise::none);
}

TEST_F(AddTrust, MeasuresOnAFolderOfPicturesForEachKind) {
  test::write_film(folder("more") / "checks" / "a.png", test::small_film(32, 2, 1));
  test::write_film(folder("more") / "checks" / "below" / "b.png", test::small_film(32, 2, 2));
  test::must(write_file_atomic(folder("more") / "checks" / "notes.txt", std::string("no picture")));
  const auto card = add_trust({.bundle = bundle(), .data = data(), .surprises = folder("more")});
  ASSERT_TRUE(card) << to_string(card.error());
  EXPECT_EQ((card->trust.end() - 2)->name, "checks");
  EXPECT_EQ((card->trust.end() - 2)->measured_on, "2 pictures");
  EXPECT_EQ(card->trust.back().name, "checks, parts");
  EXPECT_EQ(card->trust.back().measured_on, "6 pictures");

  const auto none = add_trust({.bundle = bundle(), .data = data(), .surprises = folder("none")});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().context, folder("none").string());
}

TEST_F(AddTrust, RefusesAnotherFolderOfFilms) {
  test::write_film_folder(folder("other"), {"bacterial", "normal", "tuberculosis"}, 3, 24);
  const auto card = add_trust({.bundle = bundle(), .data = folder("other")});
  ASSERT_FALSE(card);
  EXPECT_THAT(to_string(card.error()), HasSubstr("holds 0 of the films that trained tiny"));
}

TEST_F(AddTrust, OfAnotherModelIsRefusedWhenTheBundleIsRead) {
  test::must(add_trust({.bundle = bundle(), .data = data()}));
  Card card = test::must(read_card(bundle()));
  auto files = test::must(read_bundle_files(bundle(), card));
  const std::string other = test::onnx_of(
      {.is_of_format_2 = true, .more_nodes = {test::node("Identity", {"logits"}, "again")}});
  const auto bytes = std::as_bytes(std::span(other));
  files[model_file].assign(bytes.begin(), bytes.end());
  test::must(write_bundle_files(bundle(), card, files, {.replace = true}));
  const auto read = read_bundle(bundle());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::mismatch);
  EXPECT_THAT(to_string(read.error()), HasSubstr("chestlens trust fits it again"));
}

TEST(AddTrustOfAnOldBundle, SaysThatItWantsAnUpgrade) {
  const test::TemporaryFolder folder;
  test::write_tiny_bundle(folder / "tiny", test::onnx_of({}));
  const auto card = add_trust({.bundle = folder / "tiny", .data = folder.path()});
  ASSERT_FALSE(card);
  EXPECT_THAT(to_string(card.error()), HasSubstr("chestlens upgrade"));
}

}  // namespace
}  // namespace chestlens
