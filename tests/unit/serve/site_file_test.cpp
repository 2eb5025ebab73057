#include "serve/site_file.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

/// A site, and a secret beside it.
class SiteFiles : public testing::Test {
 protected:
  SiteFiles() {
    write(site_ / "index.html", "page");
    write(site_ / "app-0123456789ab/page/a.mjs", "module");
    write(site_ / "models/index.html", "models");
    write(folder_ / "secret.txt", "secret");
  }

  bool is_found(std::string_view path) const { return find_site_file(site_, path, "").has_value(); }
  std::string encoding(std::string_view accepted) const {
    const auto file = find_site_file(site_, "/app-0123456789ab/page/a.mjs", accepted);
    return file ? file->encoding : "not found";
  }

  test::TemporaryFolder folder_;
  fs::path site_ = folder_ / "site";
};

TEST_F(SiteFiles, AreFoundByTheirPath) {
  const auto page = find_site_file(site_, "/", "");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->path, fs::canonical(site_ / "index.html"));
  EXPECT_EQ(page->bytes, 4U);
  EXPECT_EQ(page->type, "text/html; charset=utf-8");
  EXPECT_EQ(page->cache_control, "no-cache");
  EXPECT_TRUE(is_found("/models/"));
  const auto module = find_site_file(site_, "/app-0123456789ab/page/a.mjs", "");
  ASSERT_TRUE(module);
  EXPECT_EQ(module->cache_control, "public, max-age=31536000, immutable");
}

TEST_F(SiteFiles, AreNoFoldersAndNothingHidden) {
  write(site_ / ".git/config", "hidden");
  write(site_ / "models/.hidden", "hidden");
  for (const char* path :
       {"/models", "/app-0123456789ab", "/app-0123456789ab/", "/nothing", "", "index.html",
        "//index.html", "/models//index.html", "/.git/config", "/models/.hidden", "/index.html/"}) {
    EXPECT_FALSE(is_found(path)) << path;
  }
  EXPECT_FALSE(is_found(std::string_view("/index.html\0.png", 16)));
}

TEST_F(SiteFiles, DoNotLieOutside) {
  fs::create_symlink(folder_ / "secret.txt", site_ / "link.txt");
  fs::create_directory_symlink(folder_.path(), site_ / "up");
  fs::create_symlink("index.html", site_ / "inside.html");
  write(folder_ / "site-other/a.txt", "a folder whose name begins as the site's");
  fs::create_symlink(folder_ / "site-other/a.txt", site_ / "other.txt");
  for (const char* path : {"/../secret.txt", "/models/../../secret.txt", "/link.txt",
                           "/up/secret.txt", "/other.txt", "/.", "/.."}) {
    EXPECT_FALSE(is_found(path)) << path;
  }
  EXPECT_TRUE(is_found("/inside.html"));
}

TEST_F(SiteFiles, MayLieInAFolderThatIsALinkAndIsReplaced) {
  const fs::path link = folder_ / "link";
  fs::create_directory_symlink(site_, link);
  const auto before = find_site_file(link, "/", "");
  ASSERT_TRUE(before);
  write(folder_ / "next/index.html", "next");
  fs::remove(link);
  fs::create_directory_symlink(folder_ / "next", link);
  const auto after = find_site_file(link, "/", "");
  ASSERT_TRUE(after);
  EXPECT_NE(before->entity_tag, after->entity_tag);
  EXPECT_EQ(after->path, fs::canonical(folder_ / "next/index.html"));
}

TEST_F(SiteFiles, AreSentAsTheyAreStoredCompressed) {
  const fs::path module = site_ / "app-0123456789ab/page/a.mjs";
  EXPECT_EQ(encoding("br, gzip"), "");
  write(fs::path(module) += ".gz", "gzip");
  EXPECT_EQ(encoding("gzip, deflate, br"), "gzip");
  write(fs::path(module) += ".br", "brotli!");
  EXPECT_EQ(encoding("gzip, deflate, br"), "br");
  EXPECT_EQ(encoding("gzip, br;q=0"), "gzip");
  EXPECT_EQ(encoding("identity"), "");
  const auto file = find_site_file(site_, "/app-0123456789ab/page/a.mjs", "br");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->bytes, 7U);
  EXPECT_EQ(file->type, "text/javascript; charset=utf-8");
  EXPECT_TRUE(file->has_encodings);
  EXPECT_TRUE(find_site_file(site_, "/app-0123456789ab/page/a.mjs", "")->has_encodings);
  EXPECT_FALSE(find_site_file(site_, "/", "br")->has_encodings);

  fs::last_write_time(fs::path(module) += ".br",
                      fs::last_write_time(module) - std::chrono::seconds(1));
  EXPECT_EQ(encoding("gzip, br"), "gzip") << "brotli's file is of an older one";
}

TEST(ContentType, IsThatOfWhatThePageLoads) {
  EXPECT_EQ(content_type("a/b.MJS"), "text/javascript; charset=utf-8");
  EXPECT_EQ(content_type("core.wasm"), "application/wasm");
  EXPECT_EQ(content_type("model.onnx"), "application/octet-stream");
  EXPECT_EQ(content_type("model.json"), "application/json");
  EXPECT_EQ(content_type("icon.svg"), "image/svg+xml");
  EXPECT_EQ(content_type("mjs"), "application/octet-stream");
}

TEST(AcceptEncoding, IsReadAsAList) {
  EXPECT_TRUE(accepts_encoding("gzip, deflate, BR", "br"));
  EXPECT_TRUE(accepts_encoding("br;q=0.5", "br"));
  EXPECT_FALSE(accepts_encoding("br;q=0", "br"));
  EXPECT_FALSE(accepts_encoding("br; q=0.000, gzip", "br"));
  EXPECT_FALSE(accepts_encoding("brotli", "br"));
  EXPECT_FALSE(accepts_encoding("", "br"));
}

}  // namespace
}  // namespace chestlens
