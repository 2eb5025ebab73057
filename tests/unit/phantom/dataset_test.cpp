#include "io/atomic_file.hpp"
#include "phantom/plan.hpp"

#include <chestlens/decode.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

class PhantomDataset : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::temp_directory_path() /
            ("chestlens_phantom_" + std::string(test->name()) + "_" + std::to_string(getpid()));
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  fs::path root_;
};

PhantomOptions small_set() {
  PhantomOptions options;
  options.films = 12;
  options.size_pixels = 64;
  options.test_fraction = 0.3;
  return options;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  if (!text.empty() && text.back() == separator && separator == ',') parts.emplace_back();
  return parts;
}

GreyImage read_png(const fs::path& path) {
  const auto bytes = read_file(path);
  EXPECT_TRUE(bytes) << to_string(bytes.error());
  const auto image = decode_image(bytes.value_or(std::vector<std::byte>{}));
  EXPECT_TRUE(image) << to_string(image.error());
  return image.value_or(GreyImage{});
}

TEST_F(PhantomDataset, ManifestHasTheColumnsOfARealOne) {
  ASSERT_TRUE(write_phantom_dataset(root_ / "set", small_set()));
  const auto lines = split(read_text(root_ / "set/manifest.csv").value(), '\n');
  ASSERT_EQ(lines.size(), 13U);
  EXPECT_EQ(lines[0],
            "file,class,patient_id,split,source,view,licence,licence_source,original_path,"
            "original_width,original_height,duplicate_of");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto cells = split(lines[i], ',');
    ASSERT_EQ(cells.size(), 12U) << lines[i];
    EXPECT_TRUE(cells[0].starts_with(cells[1] + "/")) << lines[i];
    EXPECT_TRUE(cells[3] == "train" || cells[3] == "test") << lines[i];
    EXPECT_EQ(cells[4], "generated");
    EXPECT_EQ(cells[5], "PA");
    EXPECT_EQ(cells[6], "CC0-1.0");
    EXPECT_EQ(cells[9], "64");
    EXPECT_EQ(cells[10], "64");
    EXPECT_EQ(cells[11], "");
  }
}

TEST_F(PhantomDataset, FilesHoldTheFilmsAndMasksDrawn) {
  const PhantomOptions options = small_set();
  ASSERT_TRUE(write_phantom_dataset(root_ / "set", options));
  for (const phantom::PlannedFilm& planned : phantom::plan_films(options)) {
    const PhantomFilm drawn = draw_phantom(planned.film_class, planned.number, options).value();
    EXPECT_EQ(read_png(root_ / "set" / planned.file()).pixels, drawn.film.pixels);
    EXPECT_EQ(read_png(root_ / "set/masks" / planned.file()).pixels, drawn.finding_mask.pixels);
    EXPECT_EQ(read_png(root_ / "set/masks/lungs" / planned.file()).pixels, drawn.lung_mask.pixels);
  }
}

TEST_F(PhantomDataset, SameSeedWritesTheSameBytesAndAnotherSeedOthers) {
  PhantomOptions options = small_set();
  ASSERT_TRUE(write_phantom_dataset(root_ / "one", options));
  ASSERT_TRUE(write_phantom_dataset(root_ / "two", options));
  options.seed = 2;
  ASSERT_TRUE(write_phantom_dataset(root_ / "other", options));
  int compared = 0, differing = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root_ / "one")) {
    if (!entry.is_regular_file()) continue;
    const fs::path name = fs::relative(entry.path(), root_ / "one");
    EXPECT_EQ(read_file(entry.path()).value(), read_file(root_ / "two" / name).value()) << name;
    const auto other = read_file(root_ / "other" / name);
    differing += other && *other != read_file(entry.path()).value() ? 1 : 0;
    ++compared;
  }
  EXPECT_EQ(compared, 3 * 12 + 3);
  EXPECT_GE(differing, 12);  // every film that has the same name, the README and the digests
}

TEST_F(PhantomDataset, CountsFilmsAsTheyAreDone) {
  std::vector<std::int64_t> done;
  ASSERT_TRUE(write_phantom_dataset(root_ / "set", small_set(),
                                    [&](std::int64_t films) { done.push_back(films); }));
  ASSERT_EQ(done.size(), 12U);
  for (std::size_t i = 0; i < done.size(); ++i)
    EXPECT_EQ(done[i], static_cast<std::int64_t>(i) + 1);
}

TEST_F(PhantomDataset, ReadmeSaysWhatTheFilmsAre) {
  PhantomOptions options = small_set();
  options.shortcut = Shortcut{PhantomClass::covid19, "WARD 7"};
  ASSERT_TRUE(write_phantom_dataset(root_ / "set", options));
  const std::string text = read_text(root_ / "set/README.txt").value();
  EXPECT_THAT(text, HasSubstr("drawn by a program"));
  EXPECT_THAT(text, HasSubstr("real films"));
  EXPECT_THAT(text, HasSubstr("\"WARD 7\""));
  EXPECT_THAT(text, HasSubstr("--films 12 --size 64 --seed 1 --test-fraction 0.3 --mildest 0."));
}

TEST_F(PhantomDataset, IsReplacedWholeWhereAskedTo) {
  ASSERT_TRUE(write_phantom_dataset(root_ / "set", small_set()));
  PhantomOptions fewer = small_set();
  fewer.films = 4;
  const Status refused = write_phantom_dataset(root_ / "set", fewer);
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()), HasSubstr("holds generated films already; --replace"));
  ASSERT_TRUE(write_phantom_dataset(root_ / "set", fewer, {}, {.replace = true}));
  EXPECT_EQ(split(read_text(root_ / "set/manifest.csv").value(), '\n').size(), 5U);
  EXPECT_EQ(std::ranges::count_if(fs::recursive_directory_iterator(root_ / "set"),
                                  [](const fs::directory_entry& entry) {
                                    return entry.path().extension() == ".png";
                                  }),
            3 * 4);
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), {}), 1);
}

TEST_F(PhantomDataset, WhatWasAddedOrMarkedIsKept) {
  ASSERT_TRUE(write_phantom_dataset(root_ / "set", small_set()));
  ASSERT_TRUE(write_file_atomic(root_ / "set/normal/mine.png", "a film"));
  const auto replaced = [&] {
    return write_phantom_dataset(root_ / "set", small_set(), {}, {.replace = true});
  };
  EXPECT_THAT(to_string(replaced().error()), HasSubstr("holds another file, normal/mine.png"));
  fs::remove(root_ / "set/normal/mine.png");
  ASSERT_TRUE(write_file_atomic(root_ / "set/manifest.csv", "file,class\n"));
  EXPECT_THAT(to_string(replaced().error()), HasSubstr("manifest.csv, which was changed"));
  EXPECT_EQ(read_text(root_ / "set/manifest.csv").value(), "file,class\n");
}

TEST_F(PhantomDataset, FolderOfOtherFilmsIsRefusedAndLeftAlone) {
  ASSERT_TRUE(write_file_atomic(root_ / "manifest.csv", "file,class\nreal.jpg,normal\n"));
  const Status written = write_phantom_dataset(root_, small_set());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(written.error().context, root_.string());
  EXPECT_EQ(read_text(root_ / "manifest.csv").value(), "file,class\nreal.jpg,normal\n");
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), {}), 1);
}

TEST_F(PhantomDataset, FileInPlaceOfTheFolderIsAnError) {
  ASSERT_TRUE(write_file_atomic(root_ / "file", "in the way"));
  const Status written = write_phantom_dataset(root_ / "file", small_set());
  ASSERT_FALSE(written);
  EXPECT_EQ(to_string(written.error()), (root_ / "file").string() + ": is a file, not a folder");
}

TEST_F(PhantomDataset, FolderThatCannotBeMadeIsAnError) {
  ASSERT_TRUE(write_file_atomic(root_ / "file", "in the way"));
  const Status written = write_phantom_dataset(root_ / "file" / "set", small_set());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::io);
  EXPECT_THAT(to_string(written.error()), HasSubstr((root_ / "file").string()));
}

}  // namespace
}  // namespace chestlens
