#include "io/download.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "support/must.hpp"
#include "support/server.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

class DownloadTest : public testing::Test {
 protected:
  DownloadTest() {
    for (int i = 0; i < 300'000; ++i) content_ += static_cast<char>(i * 7 % 251);
    digest_ = sha256_hex(content_);
  }

  Result<std::string> get(const std::string& where) {
    return download({.url = server_.url(where), .path = path_, .sha256 = digest_.substr(0, 8)});
  }
  void expect_downloaded(const std::string& where) {
    const auto digest = get(where);
    ASSERT_TRUE(digest) << to_string(digest.error());
    EXPECT_EQ(*digest, digest_);
    EXPECT_EQ(read_text(path_).value(), content_);
    EXPECT_FALSE(fs::exists(part_));
  }
  void expect_failure(const Result<std::string>& result, ErrorCode code, const std::string& part) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, code) << to_string(result.error());
    EXPECT_THAT(to_string(result.error()), HasSubstr(part));
    EXPECT_FALSE(fs::exists(path_));
  }

  test::Server server_{CHESTLENS_PYTHON, CHESTLENS_RANGE_SERVER};
  test::TemporaryFolder folder_;
  fs::path path_ = folder_ / "cache" / "weights.pth";
  fs::path part_ = folder_ / "cache" / "weights.pth.part";
  std::string content_;
  std::string digest_;
};

TEST_F(DownloadTest, FetchesOnceAndThenOnlyChecks) {
  expect_downloaded("/whole");
  EXPECT_EQ(server_.line(), "/whole all");
  expect_downloaded("/none");  // not asked for
  fs::remove(path_);
  expect_downloaded("/moved");
  EXPECT_EQ(server_.line(), "/moved all");
  EXPECT_EQ(server_.line(), "/whole all");
}

TEST_F(DownloadTest, LeavesAFileThatIsAnotherOne) {
  test::must(write_file_atomic(path_, "damaged, or somebody's own"));
  const auto refused = get("/whole");
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()), HasSubstr("is there already and is another file"));
  EXPECT_EQ(read_text(path_).value(), "damaged, or somebody's own");
  EXPECT_FALSE(fs::exists(part_));
}

TEST_F(DownloadTest, WritesThroughNoLink) {
  test::must(write_file_atomic(folder_ / "precious", "mine"));
  fs::create_directory(folder_ / "cache");
  fs::create_symlink(folder_ / "precious", part_);
  expect_failure(get("/whole"), ErrorCode::invalid_argument, "is a link to ");
  EXPECT_EQ(read_text(folder_ / "precious").value(), "mine");
}

TEST_F(DownloadTest, GoesOnWhereTheConnectionBroke) {
  expect_downloaded("/cut");
  EXPECT_EQ(server_.line(), "/cut all");
  EXPECT_EQ(server_.line(), "/cut bytes=100000-");
  EXPECT_EQ(server_.line(), "/cut bytes=200000-");
}

TEST_F(DownloadTest, GoesOnWithThePartOfAnEarlierCall) {
  test::must(write_file_atomic(part_, content_.substr(0, 123'456)));
  expect_downloaded("/whole");
  EXPECT_EQ(server_.line(), "/whole bytes=123456-");
}

TEST_F(DownloadTest, BeginsAgainWhereTheServerKnowsNoRanges) {
  test::must(write_file_atomic(part_, content_.substr(0, 123'456)));
  expect_downloaded("/no-range");
  test::must(write_file_atomic(part_, content_ + "more than there is"));
  fs::remove(path_);
  expect_downloaded("/whole");  // HTTP 416
}

TEST_F(DownloadTest, RemovesAPartThatTurnsOutWrong) {
  test::must(write_file_atomic(part_, std::string(123'456, 'x')));
  expect_failure(get("/whole"), ErrorCode::mismatch, "its sha256 is ");
  EXPECT_FALSE(fs::exists(part_));
  expect_downloaded("/whole");
}

TEST_F(DownloadTest, RefusesOtherBytes) {
  expect_failure(get("/wrong"), ErrorCode::mismatch, "should begin with " + digest_.substr(0, 8));
  EXPECT_FALSE(fs::exists(part_));
  const auto unchecked = download({.url = server_.url("/whole"), .path = path_, .sha256 = ""});
  expect_failure(unchecked, ErrorCode::mismatch, "should begin with");
}

TEST_F(DownloadTest, SaysWhatTheServerAnswered) {
  expect_failure(get("/none"), ErrorCode::not_found, "404");
  expect_failure(get("/none"), ErrorCode::not_found, "put it at " + path_.string());
}

TEST_F(DownloadTest, SaysThatNobodyAnswers) {
  const auto refused = download({.url = "http://127.0.0.1:1/x", .path = path_, .sha256 = "00"});
  expect_failure(refused, ErrorCode::io, "Failed to connect");
  const auto other = download({.url = "file:///etc/hostname", .path = path_, .sha256 = "00"});
  expect_failure(other, ErrorCode::io, "rotocol");
  expect_failure(get("/silent"), ErrorCode::io, "cannot be fetched");
}

TEST_F(DownloadTest, NamesAFolderItCannotWrite) {
  test::must(write_file_atomic(folder_ / "cache", "a file where the folder should be"));
  expect_failure(get("/whole"), ErrorCode::io, "cannot be written");
}

}  // namespace
}  // namespace chestlens
