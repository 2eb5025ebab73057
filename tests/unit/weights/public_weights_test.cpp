#include "weights/public_weights.hpp"

#include "io/atomic_file.hpp"
#include "networks/classifier.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "weights/weights_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace chestlens {
namespace {

using testing::HasSubstr;

class CatalogTest : public testing::Test {
 protected:
  CatalogTest() { ::setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1); }
  ~CatalogTest() override { ::unsetenv("XDG_CACHE_HOME"); }

  test::TemporaryFolder folder_;
};

TEST_F(CatalogTest, FilesAreNamedByTheirDigest) {
  for (const PublicWeights& weights : public_weights()) {
    EXPECT_TRUE(weights.url.starts_with("https://")) << weights.name;
    EXPECT_EQ(weights.sha256.find_first_not_of("0123456789abcdef"), std::string_view::npos);
    const auto file = weights.file_name();
    const auto digits = file.substr(file.rfind('-') + 1, file.rfind('.') - file.rfind('-') - 1);
    EXPECT_GE(digits.size(), 8U) << weights.name;
    EXPECT_TRUE(weights.sha256.starts_with(digits)) << weights.name;
    EXPECT_TRUE(weights.sha256 == digits || weights.sha256.size() == 64) << weights.name;
    EXPECT_EQ(find_public_weights(weights.name), &weights);
  }
  EXPECT_EQ(find_public_weights("resnet50"), nullptr);
}

TEST_F(CatalogTest, FindsDownloadsAndFiles) {
  const auto cached = folder_ / "chestlens" / "weights" / "densenet121-a639ec97.pth";
  const auto missing = find_weights("densenet121");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_EQ(missing.error().context, cached.string());
  EXPECT_THAT(missing.error().message, HasSubstr("chestlens weights get densenet121"));

  test::must(write_file_atomic(cached, "weights"));
  EXPECT_EQ(find_weights("densenet121").value().path, cached);
  EXPECT_EQ(find_weights(cached.string()).value().path, cached);
  const auto unknown = find_weights("densnet121");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().context, "densnet121");
  EXPECT_THAT(unknown.error().message, HasSubstr("densenet121, mobilenet_v2"));
}

TEST_F(CatalogTest, KeepsDownloadsInTheUsersCache) {
  ::setenv("XDG_CACHE_HOME", "not/absolute", 1);
  const auto folder = weights_folder();
  ASSERT_TRUE(folder);
  EXPECT_TRUE(folder->string().ends_with("/.cache/chestlens/weights")) << *folder;
}

}  // namespace
}  // namespace chestlens
