// Every pixel of pydicom's own DICOM files against pydicom, and a table of what is read and
// refused.
#include "../../../shared/src/dicom/grey.hpp"
#include "../../../shared/src/dicom/open.hpp"
#include "../../../shared/src/dicom/stored_frame.hpp"
#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <chestlens/dicom.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct OracleFile {
  fs::path path;
  std::string name;
  int frames = 0;  // that pydicom decodes
  int width_pixels = 0;
  int height_pixels = 0;
};

/// What the table says: the largest difference to pydicom, or the words of the refusal.
struct Expected {
  bool is_read = false;
  int tolerance = 0;
  std::string words;
};

std::map<std::string, Expected> table() {
  std::map<std::string, Expected> rows;
  std::ifstream in(CHESTLENS_PYDICOM_TABLE);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string name, state, rest;
    std::getline(fields, name, '\t');
    std::getline(fields, state, '\t');
    std::getline(fields, rest);
    const bool is_read = state == "read";
    rows[name] = {is_read, is_read ? std::stoi(rest) : 0, rest};
  }
  return rows;
}

Result<dicom::GreyFrame> grey_frame(const std::vector<std::byte>& bytes, int frame) {
  CHESTLENS_TRY(const auto opened, dicom::open(bytes));
  DcmDataset& data = *opened.file->getDataset();
  CHESTLENS_TRY(const auto layout, dicom::read_layout(data, {}));
  CHESTLENS_TRY(auto stored, dicom::read_stored_frame(data, layout, frame));
  return dicom::to_grey(std::move(stored), data);
}

int largest_difference(const dicom::GreyFrame& grey, const fs::path& oracle) {
  const auto bytes = test::must(read_file(oracle));
  std::vector<std::int32_t> wanted(bytes.size() / 4);
  std::memcpy(wanted.data(), bytes.data(), wanted.size() * 4);
  if (wanted.size() != grey.values.size()) return 1'000'000;
  int largest = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    largest = std::max(largest, std::abs(wanted[i] - grey.values[i]));
  }
  return largest;
}

class PydicomFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string run =
        fmt::format("'{}' '{}' '{}' >'{}' 2>/dev/null", CHESTLENS_PYTHON, CHESTLENS_PYDICOM_SCRIPT,
                    folder_.path().string(), (folder_.path() / "files.tsv").string());
    if (std::system(run.c_str()) != 0) GTEST_SKIP() << "python3-pydicom is not installed";
    std::ifstream in(folder_.path() / "files.tsv");
    for (std::string line; std::getline(in, line);) {
      std::istringstream fields(line);
      OracleFile file;
      std::string path;
      std::getline(fields, path, '\t');
      file.path = path;
      std::getline(fields, file.name, '\t');
      fields >> file.frames >> file.width_pixels >> file.height_pixels;
      files_.push_back(file);
    }
  }

  const test::TemporaryFolder folder_;
  std::vector<OracleFile> files_;
};

/// Every frame against pydicom's, and the film that is shown has as many pixels.
void expect_pydicoms(const OracleFile& file, int tolerance, const fs::path& folder) {
  ASSERT_GT(file.frames, 0) << "pydicom does not read it";
  const auto bytes = test::must(read_file(file.path));
  for (int frame = 0; frame < file.frames; ++frame) {
    const auto grey = grey_frame(bytes, frame);
    ASSERT_TRUE(grey) << to_string(grey.error());
    EXPECT_EQ(grey->width_pixels, file.width_pixels);
    EXPECT_EQ(grey->height_pixels, file.height_pixels);
    const fs::path oracle = folder / fmt::format("{}.{}.grey", file.name, frame);
    EXPECT_LE(largest_difference(*grey, oracle), tolerance);
    const auto film = decode_dicom(bytes, frame + 1);
    ASSERT_TRUE(film) << to_string(film.error());
    EXPECT_EQ(film->film.pixels.size(), grey->values.size());
  }
}

void expect_refused(const OracleFile& file, const std::string& words) {
  const auto film = decode_dicom(test::must(read_file(file.path)), 1);
  ASSERT_FALSE(film);
  EXPECT_THAT(to_string(film.error()), ::testing::HasSubstr(words));
}

TEST_F(PydicomFiles, EveryPixelIsPydicoms) {
  const auto rows = table();
  int compared = 0;
  for (const OracleFile& file : files_) {
    SCOPED_TRACE(file.name);
    const auto row = rows.find(file.name);
    if (row == rows.end()) continue;  // TheTableNamesThemAll tells
    if (row->second.is_read) {
      expect_pydicoms(file, row->second.tolerance, folder_.path());
      ++compared;
    } else {
      expect_refused(file, row->second.words);
    }
  }
  EXPECT_GE(compared, 30);
}

TEST_F(PydicomFiles, TheTableNamesThemAll) {
  const auto rows = table();
  for (const OracleFile& file : files_) {
    EXPECT_TRUE(rows.contains(file.name)) << file.name << " is in no row of pydicom_files.tsv";
  }
}

}  // namespace
}  // namespace chestlens
