#include "evaluate/bundle_films.hpp"

#include "data/film_digests.hpp"
#include "evaluate/redraw_split.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

const std::string stage = "stage]]\nsize_pixels = 64\nepochs = 1\nmax_learning_rate = 1e-3\n";
const std::string recipe =
    "name = \"old\"\n[data]\nvalidation_fraction = 0.25\nseed = 7\n[[" + stage;

/// A folder of sixteen films of two classes, of which two are test films, and bundles that were
/// trained on it.
class BundleFilms : public testing::Test {
 protected:
  BundleFilms() {
    test::write_film_folder(folder_ / "films", {"a", "b"}, 8, 16, true);
    manifest_ = load_manifest(folder_ / "films").value();
    split_ = make_split(manifest_, 0.25, 7).value();
  }

  Card card() const {
    Card card;
    card.name = "model";
    card.classes = manifest_.classes;
    card.recipe = recipe;
    std::vector<std::size_t> seen = split_.train;
    seen.insert(seen.end(), split_.validation.begin(), split_.validation.end());
    card.training_data = data_sources(manifest_, seen);
    return card;
  }
  /// A bundle of an earlier version.
  std::vector<Bundle> older() const {
    std::vector<Bundle> bundles;
    bundles.emplace_back().card = card();
    return bundles;
  }
  std::vector<Bundle> with_films(const Split& split) const {
    auto bundles = older();
    bundles.front().films = seen_films(manifest_, split, digests());
    return bundles;
  }
  std::vector<std::string> digests() const {
    std::vector<std::size_t> all(manifest_.films.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return film_digests(manifest_, all, "", 1).value();
  }

  /// The folder's manifest with these changes.
  void rewrite(const std::string& what, const std::string& by) const {
    const fs::path path = folder_ / "films" / "manifest.csv";
    std::string text = read_text(path).value();
    const auto at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    test::must(write_file_atomic(path, text.replace(at, what.size(), by)));
  }
  void remove_row(const std::string& film) const {
    const fs::path path = folder_ / "films" / "manifest.csv";
    std::string text = read_text(path).value();
    const auto at = text.find("\n" + film + ",");
    ASSERT_NE(at, std::string::npos) << film;
    test::must(write_file_atomic(path, text.erase(at, text.find('\n', at + 1) - at)));
  }

  Result<RunData> parted(const std::vector<Bundle>& bundles, EvaluatedPart part) {
    const Reporter reporter{.notice = [&](std::string_view text) { notices_.emplace_back(text); }};
    return part_films(bundles, {.folder = folder_ / "films", .part = part}, reporter);
  }
  static std::vector<std::string> files_of(const RunData& data, std::span<const std::size_t> part) {
    std::vector<std::string> files;
    for (const std::size_t film : part) files.push_back(data.manifest.films[film].file);
    return files;
  }

  const test::TemporaryFolder folder_;
  Manifest manifest_;
  Split split_;
  std::vector<std::string> notices_;
};

TEST_F(BundleFilms, AreThoseThatTheBundleNames) {
  const auto data = test::must(parted(with_films(split_), EvaluatedPart::validation));
  EXPECT_EQ(data.split.validation, split_.validation);
  EXPECT_EQ(data.split.train, split_.train);
  EXPECT_EQ(data.split.test, split_.test);
  EXPECT_EQ(data.unseen, split_.test);
  EXPECT_TRUE(data.patients_known);
}

TEST_F(BundleFilms, StayTheSameWhenARowIsTakenOut) {
  const auto whole = test::must(parted(with_films(split_), EvaluatedPart::validation));
  const auto bundles = with_films(split_);
  remove_row(manifest_.films[split_.train.front()].file);
  const auto less = test::must(parted(bundles, EvaluatedPart::validation));
  EXPECT_EQ(files_of(less, less.split.validation), files_of(whole, whole.split.validation));

  remove_row(manifest_.films[split_.validation.front()].file);
  notices_.clear();
  const auto fewer = test::must(parted(bundles, EvaluatedPart::validation));
  EXPECT_EQ(fewer.split.validation.size(), split_.validation.size() - 1);
  EXPECT_THAT(notices_, Contains(HasSubstr("of its " + std::to_string(split_.validation.size()) +
                                           " validation films are here")));
}

TEST_F(BundleFilms, ThatTrainedItAreNeverTestFilmsWhateverTheManifestSays) {
  const auto bundles = with_films(split_);
  const std::string file = manifest_.films[split_.train.front()].file;
  const std::string patient = manifest_.films[split_.train.front()].patient_id;
  rewrite(file + "," + file.substr(0, 1) + "," + patient + ",train",
          file + "," + file.substr(0, 1) + "," + patient + ",test");
  const auto data = test::must(parted(bundles, EvaluatedPart::test));
  EXPECT_EQ(data.split.test, split_.test);
  EXPECT_THAT(notices_,
              Contains(HasSubstr("2 films are scored; left out: 1 that trained a model")));
}

TEST_F(BundleFilms, OfTheSameFileOneIsScored) {
  const auto bundles = with_films(split_);
  ASSERT_GE(split_.test.size(), 2U);
  const auto path_of = [&](std::size_t film) {
    return folder_ / "films" / manifest_.films[film].file;
  };
  test::must(
      write_file_atomic(path_of(split_.test[1]), read_file(path_of(split_.test[0])).value()));
  const auto data = test::must(parted(bundles, EvaluatedPart::test));
  EXPECT_EQ(data.split.test.size(), split_.test.size() - 1);
  EXPECT_THAT(data.left_out, HasSubstr("1 whose files repeat another's, byte by byte"));
}

TEST_F(BundleFilms, OfATrainingPatientAreLeftOut) {
  const auto bundles = with_films(split_);
  const std::string patient = manifest_.films[split_.train.front()].patient_id;
  const ManifestRow& test_film = manifest_.films[split_.test.front()];
  rewrite("," + test_film.patient_id + ",", "," + patient + ",");
  rewrite("," + patient + ",train", "," + patient + ",test");
  const auto data = test::must(parted(bundles, EvaluatedPart::test));
  EXPECT_EQ(data.split.test.size(), 1U);
  EXPECT_THAT(notices_, Contains(HasSubstr("1 other films of its training patients")));
}

TEST_F(BundleFilms, OfAnotherHospitalAreAllScored) {
  const auto bundles = with_films(split_);
  fs::remove_all(folder_ / "films");
  test::write_film_folder(folder_ / "films", {"other"}, 5, 24);
  std::string text = read_text(folder_ / "films" / "manifest.csv").value();
  for (auto at = text.find(",other,"); at != std::string::npos; at = text.find(",other,")) {
    text.replace(at, 7, ",b,");
  }
  test::must(write_file_atomic(folder_ / "films" / "manifest.csv", text));
  const auto data = test::must(parted(bundles, EvaluatedPart::all));
  EXPECT_EQ(data.unseen.size(), 5U)
      << "a folder without films of a class, and without training rows";
  EXPECT_TRUE(data.split.validation.empty());
  EXPECT_EQ(films_of(data, EvaluatedPart::validation).error().code, ErrorCode::invalid_argument);
}

TEST_F(BundleFilms, OfSeveralBundlesAreThoseThatNoneWasTrainedOn) {
  auto bundles = with_films(split_);
  Split other = make_split(manifest_, 0.25, 8).value();
  ASSERT_NE(other.validation, split_.validation);
  bundles.push_back(std::move(with_films(other).front()));
  const auto data = test::must(parted(bundles, EvaluatedPart::validation));
  for (const std::size_t film : data.split.validation) {
    EXPECT_THAT(split_.validation, Contains(film));
    EXPECT_THAT(other.validation, Contains(film));
  }
  for (const std::size_t film : split_.train) EXPECT_THAT(data.split.train, Contains(film));
  for (const std::size_t film : other.train) EXPECT_THAT(data.split.train, Contains(film));
}

TEST_F(BundleFilms, OfAnOlderBundleAreDrawnAgainWhereTheyAreAsMany) {
  const auto data = test::must(parted(older(), EvaluatedPart::validation));
  EXPECT_EQ(data.split.validation, split_.validation);
  EXPECT_THAT(notices_, Contains(HasSubstr("its split is drawn again by its recipe")));
  EXPECT_THAT(notices_, Contains(HasSubstr("--record-films")));
}

TEST_F(BundleFilms, OfAnOlderBundleAreRefusedWhereOneIsGone) {
  remove_row(manifest_.films[split_.train.front()].file);
  const auto refused = parted(older(), EvaluatedPart::validation);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::mismatch);
  EXPECT_THAT(refused.error().message, HasSubstr("14 films of 2 sources there, 13 of 2 here"));
  EXPECT_THAT(refused.error().message, HasSubstr("--split all"));

  const auto test_part = test::must(parted(older(), EvaluatedPart::test));
  EXPECT_EQ(test_part.split.test.size(), 2U);
  EXPECT_THAT(notices_, Contains(HasSubstr("that none of them trained it is not known")));
}

TEST_F(BundleFilms, ThePatientsAreKnownWhereTheBundleKnewThem) {
  auto bundles = with_films(split_);
  bundles.front().card.provenance.emplace().patients_known = false;
  EXPECT_FALSE(test::must(parted(bundles, EvaluatedPart::test)).patients_known);
}

TEST_F(BundleFilms, SplitByTheRecipeOfABundleThatAnEarlierVersionMade) {
  Card old = card();
  old.recipe = recipe + "[bridge]\n[[bridge." + stage;
  const Reporter reporter{.notice = [&](std::string_view text) { notices_.emplace_back(text); }};
  const auto then = redraw_split(old, manifest_, reporter);
  ASSERT_TRUE(then) << to_string(then.error());
  ASSERT_EQ(notices_.size(), 1U);
  EXPECT_THAT(notices_[0], HasSubstr("bridge is now called pretraining"));

  old.recipe = recipe + "[pretraining]\n[[pretraining." + stage;
  const auto now = redraw_split(old, manifest_, reporter);
  ASSERT_TRUE(now) << to_string(now.error());
  EXPECT_EQ(notices_.size(), 1U);
  EXPECT_EQ(now->validation, then->validation);
}

TEST_F(BundleFilms, ExternalAreAllThatTheBundleNeverSaw) {
  const auto data = test::must(parted(with_films(split_), EvaluatedPart::external));
  EXPECT_EQ(data.unseen, split_.test);
  EXPECT_TRUE(data.seen_known);
  EXPECT_EQ(data.films_name, "films");
  EXPECT_THAT(notices_, Contains(HasSubstr("external: 2 films are scored; left out: ")));
}

// The same files under other names, of unknown patients, without a split: known by their digests.
TEST_F(BundleFilms, ExternalFilmsAreKnownByTheirDigests) {
  const fs::path elsewhere = folder_ / "elsewhere";
  std::string manifest = "file,class\n";
  for (const auto& film : manifest_.films) {
    fs::create_directories(elsewhere);
    fs::copy_file(folder_ / "films" / film.file, elsewhere / ("x" + film.file));
    manifest += "x" + film.file + "," +
                manifest_.classes[static_cast<std::size_t>(film.class_index)] + "\n";
  }
  test::must(write_file_atomic(elsewhere / "manifest.csv", manifest));
  const Reporter reporter{.notice = [&](std::string_view text) { notices_.emplace_back(text); }};
  const auto bundles = with_films(split_);
  const FilmsAtHand films{
      .folder = elsewhere, .part = EvaluatedPart::external, .name = "Hospital B"};
  const auto data = test::must(part_films(bundles, films, reporter));
  EXPECT_EQ(data.unseen.size(), split_.test.size());
  EXPECT_EQ(data.films_name, "Hospital B");
  EXPECT_THAT(notices_, Contains(HasSubstr("16 of 16 films do not say whose they are")));
  EXPECT_THAT(notices_, Contains(HasSubstr("that trained a model")));
}

TEST_F(BundleFilms, AFolderOfOtherClassesAloneIsRefused) {
  auto bundles = with_films(split_);
  bundles.front().card.classes = {"c", "d"};
  const auto refused = parted(bundles, EvaluatedPart::external);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("has no film of the classes c, d"));
}

}  // namespace
}  // namespace chestlens
