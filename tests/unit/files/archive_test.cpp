#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/zip_writer.hpp"

#include <chestlens/archive.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <memory>

namespace chestlens {
namespace {

using test::bytes_of;
using test::write_zip;
using test::ZipFile;
using testing::ElementsAre;
using testing::HasSubstr;

std::string text_of(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// An archive in memory, and how much of it was read.
struct InMemory {
  explicit InMemory(const std::filesystem::path& path)
      : bytes(std::make_shared<std::vector<std::byte>>(test::must(read_file(path)))) {}

  ArchiveSource source() const {
    return {bytes->size(),
            [bytes = bytes, read = read](std::uint64_t at, std::span<std::byte> into) {
              if (at + into.size() > bytes->size()) return false;
              std::memcpy(into.data(), bytes->data() + at, into.size());
              *read += into.size();
              return true;
            }};
  }

  std::shared_ptr<std::vector<std::byte>> bytes;
  std::shared_ptr<std::uint64_t> read = std::make_shared<std::uint64_t>(0);
};

class ArchiveTest : public testing::Test {
 protected:
  Result<Archive> archive_of(const std::vector<ZipFile>& files, const ArchiveLimits& limits = {}) {
    write_zip(path_, files);
    return Archive::open(InMemory(path_).source(), limits);
  }
  std::string refusal_of(const std::vector<ZipFile>& files, const ArchiveLimits& limits = {}) {
    const auto archive = archive_of(files, limits);
    return archive ? "no error" : archive.error().message;
  }
  static std::string error_of(const Archive& archive, const std::string& name) {
    const auto bytes = archive.read(name);
    return bytes ? "no error" : bytes.error().message;
  }

  const test::TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_ / "scans.zip";
};

TEST_F(ArchiveTest, ListsItsFilesInOrderAndReadsEach) {
  const auto archive = test::must(archive_of({{"b/", {}, false},
                                              {"b/film.png", bytes_of("first")},
                                              {"a.png", bytes_of("second"), false},
                                              {"empty", {}}}));
  EXPECT_THAT(archive.names(), ElementsAre("b/film.png", "a.png", "empty"));
  EXPECT_EQ(text_of(test::must(archive.read("b/film.png"))), "first");
  EXPECT_EQ(text_of(test::must(archive.read("a.png"))), "second");
  EXPECT_EQ(text_of(test::must(archive.read("empty"))), "");
  EXPECT_EQ(text_of(test::must(archive.read_head("a.png", 3))), "sec");
  EXPECT_TRUE(archive.has("a.png"));
  EXPECT_FALSE(archive.has("b"));
  EXPECT_EQ(error_of(archive, "c.png"), "is not in the archive");
}

TEST_F(ArchiveTest, ReadsNoMoreThanItsListAndTheFileThatIsWanted) {
  const std::vector<std::byte> film(1 << 20, std::byte{7});
  write_zip(path_, {{"a.png", film, false}, {"b.png", film, false}, {"c.png", film, false}});
  const InMemory memory(path_);
  const auto archive = test::must(Archive::open(memory.source()));
  EXPECT_LT(*memory.read, film.size() / 4);
  EXPECT_EQ(test::must(archive.read("b.png")), film);
  EXPECT_LT(*memory.read, film.size() + film.size() / 2);
}

TEST_F(ArchiveTest, NamesAreUtf8WhateverTheirBytes) {
  const auto archive = test::must(archive_of(
      {{"Röntgen.png", bytes_of("a")}, {"\xf0\x9f\xab\x81 \xd7\xa9.png", bytes_of("b")}}));
  EXPECT_THAT(archive.names(), ElementsAre("Röntgen.png", "\xf0\x9f\xab\x81 \xd7\xa9.png"));
  // The name of DOS: code page 437, in which 0x94 is an o with two dots.
  write_zip(path_, {{"RXntgen.png", bytes_of("old")}});
  test::write_over(path_, "RXntgen", "R\x94ntgen");
  const auto old = test::must(Archive::open(InMemory(path_).source()));
  EXPECT_THAT(old.names(), ElementsAre("Röntgen.png"));
  EXPECT_TRUE(old.has("Röntgen.png"));
}

TEST_F(ArchiveTest, BackslashesDivideFoldersAndNoNameLeadsOut) {
  const auto archive = test::must(archive_of({{"2024\\ward\\film.png", bytes_of("windows")},
                                              {"./a//b.png", bytes_of("plain")},
                                              {"../../etc/film.png", bytes_of("out")}}));
  EXPECT_THAT(archive.names(),
              ElementsAre("2024/ward/film.png", "a/b.png", "_.._/_.._/etc/film.png"));
  EXPECT_EQ(text_of(test::must(archive.read("2024/ward/film.png"))), "windows");
  EXPECT_EQ(text_of(test::must(archive.read("a/b.png"))), "plain");
  EXPECT_THAT(error_of(archive, "_.._/_.._/etc/film.png"), HasSubstr("leads out of the archive"));
}

TEST_F(ArchiveTest, AnArchiveWithinAnArchiveIsRefusedByName) {
  const auto archive =
      test::must(archive_of({{"ward/inner.ZIP", bytes_of("PK")}, {"more.tar.gz", bytes_of("x")}}));
  EXPECT_EQ(error_of(archive, "ward/inner.ZIP"),
            "is a ZIP archive within an archive, which is not read; unpack the outer one, and give "
            "this one by itself");
  EXPECT_THAT(error_of(archive, "more.tar.gz"), HasSubstr("is a tar archive within an archive"));
}

TEST_F(ArchiveTest, EncryptedFilesSayTheWayOut) {
  const auto archive = test::must(
      archive_of({{"open.png", bytes_of("a")}, {"secret.png", bytes_of("b"), true, "sesame"}}));
  EXPECT_TRUE(archive.read("open.png"));
  EXPECT_EQ(error_of(archive, "secret.png"),
            "is encrypted; unpack the archive with its password, and give the folder");
}

TEST_F(ArchiveTest, MoreEntriesThanTheLimitAreRefused) {
  const std::vector<ZipFile> three = {{"a", {}}, {"b", {}}, {"c", {}}};
  EXPECT_EQ(refusal_of(three, {.most_entries = 3}), "no error");
  EXPECT_EQ(refusal_of(three, {.most_entries = 2}),
            "holds 3 entries, the limit is 2; unpack it, and give the folder");
}

TEST_F(ArchiveTest, MoreBytesThanTheLimitAreRefused) {
  const std::vector<ZipFile> two = {{"a", std::vector<std::byte>(600), false},
                                    {"b", std::vector<std::byte>(600), false}};
  EXPECT_EQ(refusal_of(two, {.most_bytes = 1200}), "no error");
  EXPECT_THAT(refusal_of(two, {.most_bytes = 1199}), HasSubstr("unpacks to more than 1 MiB"));
  const auto archive = test::must(archive_of(two, {.most_entry_bytes = 599}));
  EXPECT_THAT(error_of(archive, "a"), HasSubstr("the limit of a file is 1 MiB"));
}

TEST_F(ArchiveTest, WhatUnpacksToManyTimesItsSizeIsRefused) {
  const std::vector<std::byte> zeros(4 << 20);  // deflate packs them to a thousandth
  EXPECT_THAT(refusal_of({{"bomb.png", zeros}}),
              HasSubstr("unpacks to 4 MiB, more than 250 times its own size"));
  std::vector<std::byte> noise(64 << 10);
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = std::byte((i * i * 2654435761U) >> 24U);
  const auto archive = test::must(archive_of({{"film.png", noise, false}, {"bomb.png", zeros}}));
  EXPECT_TRUE(archive.read("film.png"));
  EXPECT_THAT(error_of(archive, "bomb.png"),
              HasSubstr("more than 250 times what it is packed to, as no film does"));
  EXPECT_TRUE(
      test::must(archive_of({{"blank.bmp", std::vector<std::byte>(1 << 20)}})).read("blank.bmp"))
      << "small pictures may be blank";
}

TEST_F(ArchiveTest, AListThatBelittlesAFileIsFound) {
  write_zip(path_, {{"film.png", std::vector<std::byte>(1000, std::byte{5})}});
  const std::string size("\xe8\x03\0\0", 4);  // 1000, in the list of files at the end
  test::write_over(path_, size, std::string("\x64\0\0\0", 4));
  const auto archive = test::must(Archive::open(InMemory(path_).source()));
  EXPECT_THAT(error_of(archive, "film.png"), HasSubstr("is damaged within its archive"));
}

TEST_F(ArchiveTest, DamageNamesWhatToDo) {
  write_zip(path_, {{"film.png", bytes_of("a film's bytes"), false}});
  test::write_over(path_, "a film's bytes", "a film's bites");
  const auto archive = test::must(Archive::open(InMemory(path_).source()));
  EXPECT_THAT(error_of(archive, "film.png"),
              testing::AllOf(HasSubstr("is damaged within its archive"),
                             HasSubstr("copy or download the archive again")));
  InMemory cut(path_);
  cut.bytes->resize(cut.bytes->size() - 30);
  const auto refused = Archive::open(cut.source());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::corrupt);
  EXPECT_THAT(
      refused.error().message,
      testing::AllOf(HasSubstr("list of files at its end cannot be read"), HasSubstr("zip -FF")));
}

TEST_F(ArchiveTest, EveryPrefixOfAnArchiveIsRefusedInWords) {
  write_zip(path_, {{"a.png", bytes_of("some bytes")}, {"b.png", bytes_of("others"), false}});
  const InMemory whole(path_);
  for (std::size_t size = 0; size < whole.bytes->size(); ++size) {
    InMemory part(path_);
    part.bytes->resize(size);
    const auto archive = Archive::open(part.source());
    if (archive) {
      EXPECT_TRUE(archive->names().empty()) << size;
    } else {
      EXPECT_THAT(archive.error().message, HasSubstr("damaged ZIP archive")) << size;
    }
  }
}

TEST(ArchiveKind, IsToldByItsBeginningAndByItsName) {
  EXPECT_TRUE(is_zip(bytes_of("PK\x03\x04 and more")));
  EXPECT_TRUE(is_zip(bytes_of("PK\x05\x06"))) << "an empty one";
  EXPECT_FALSE(is_zip(bytes_of("PK")));
  EXPECT_FALSE(is_zip(bytes_of("\x89PNG")));
  EXPECT_EQ(archive_kind("a/b.7Z"), "a 7-Zip archive");
  EXPECT_EQ(archive_kind("zip"), "");
  EXPECT_EQ(archive_kind("film.png"), "");
}

TEST(ArchiveLimitsInWords, AreOneSentence) {
  EXPECT_EQ(in_words(ArchiveLimits{}),
            "at most 250,000 files, 256 GiB unpacked, 1 GiB a file, 250 times the packed size");
}

}  // namespace
}  // namespace chestlens
