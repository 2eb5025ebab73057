#include "data/film_pack.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

const PackShape shape{std::string(64, 'k'), 7, 1000};

float value_at(std::size_t i) {
  return static_cast<float>(i) * 0.001F;
}

void fill(const PackWriter& writer) {
  for (std::size_t i = 0; i < shape.films * shape.film_pixels; ++i)
    writer.pixels()[i] = value_at(i);
}

bool holds_the_values(const FilmPack& pack) {
  for (std::size_t i = 0; i < shape.films * shape.film_pixels; ++i) {
    if (pack.pixels.get()[i] != value_at(i)) return false;
  }
  return true;
}

void write_pack(const fs::path& path) {
  auto writer = PackWriter::create(path, shape);
  if (!writer) throw std::runtime_error(to_string(writer.error()));
  fill(*writer);
  if (!writer->finish(1)) throw std::runtime_error("not finished");
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(FilmPack, ReadsBackAndIsNotThereBefore) {
  const test::TemporaryFolder folder;
  const fs::path path = folder / "sub/pack.films";
  EXPECT_FALSE(open_pack(path, shape, 1).value().has_value());
  write_pack(path);
  EXPECT_TRUE(holds_the_values(open_pack(path, shape, 3)->value()));
  EXPECT_EQ(files_in(path.parent_path()), 1U);
}

TEST(FilmPack, WritingToItsMemoryLeavesTheFileAlone) {
  const test::TemporaryFolder folder;
  write_pack(folder / "p");
  open_pack(folder / "p", shape, 1)->value().pixels.get()[5] = -1.0F;
  EXPECT_TRUE(holds_the_values(open_pack(folder / "p", shape, 1)->value()));
}

TEST(FilmPack, OutlivesItsFile) {
  const test::TemporaryFolder folder;
  write_pack(folder / "p");
  const FilmPack pack = open_pack(folder / "p", shape, 1)->value();
  fs::remove(folder / "p");
  EXPECT_TRUE(holds_the_values(pack));
}

TEST(FilmPack, AnUnfinishedWriterLeavesNothing) {
  const test::TemporaryFolder folder;
  {
    auto writer = PackWriter::create(folder / "p", shape).value();
    fill(writer);
    EXPECT_EQ(files_in(folder.path()), 1U);
  }
  EXPECT_EQ(files_in(folder.path()), 0U);
}

TEST(FilmPack, EveryDamagedByteIsNoticed) {
  const test::TemporaryFolder folder;
  write_pack(folder / "p");
  const std::string whole = read_text(folder / "p").value();
  const std::size_t header_bytes = 8 + 64 + 16 + shape.films * 32 + 32;
  const std::size_t rows_at = 4096;
  for (const std::size_t at : {std::size_t{0}, std::size_t{20}, std::size_t{75}, std::size_t{90},
                               header_bytes - 1, rows_at, rows_at + 14321, whole.size() - 1}) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    test::must(write_file_atomic(folder / "p", damaged));
    const auto pack = open_pack(folder / "p", shape, 2);
    ASSERT_FALSE(pack) << at;
    EXPECT_EQ(pack.error().code, ErrorCode::corrupt);
  }
  for (const std::string& text : {std::string(), whole.substr(0, whole.size() - 1), whole + "x"}) {
    test::must(write_file_atomic(folder / "p", text));
    EXPECT_FALSE(open_pack(folder / "p", shape, 1));
  }
}

TEST(FilmPack, AnotherKeyOrShapeIsRefused) {
  const test::TemporaryFolder folder;
  write_pack(folder / "p");
  EXPECT_FALSE(open_pack(folder / "p", {std::string(64, 'x'), 7, 1000}, 1));
  EXPECT_FALSE(open_pack(folder / "p", {shape.key, 1000, 7}, 1));
}

TEST(FilmPack, AFolderThatCannotBeMadeIsAnError) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "file", "x"));
  const auto writer = PackWriter::create(folder / "file/p", shape);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, ErrorCode::io);
}

/// Runs `work` in a process of its own.
template <typename Work>
pid_t start_process(const Work& work) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  try {
    work();
  } catch (...) {
    ::_exit(1);
  }
  ::_exit(0);
}

TEST(FilmPack, TwoProcessesMayWriteItAtOnce) {
  const test::TemporaryFolder folder;
  const fs::path path = folder / "p";
  const auto write_often = [&path] {
    for (int i = 0; i < 60; ++i) write_pack(path);
  };
  const pid_t children[] = {start_process(write_often), start_process(write_often)};
  int seen = 0;
  int running = 2;
  while (running > 0) {
    const auto pack = open_pack(path, shape, 1);
    ASSERT_TRUE(pack) << to_string(pack.error());
    if (pack->has_value()) {
      ++seen;
      ASSERT_TRUE(holds_the_values(**pack));
    }
    int status = 0;
    while (::waitpid(-1, &status, WNOHANG) > 0) {
      EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
      --running;
    }
  }
  EXPECT_GT(seen, 0);
  EXPECT_GT(children[0], 0);
  EXPECT_GT(children[1], 0);
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(FilmPack, AKilledProcessLeavesAWholePackOrNone) {
  const test::TemporaryFolder folder;
  const fs::path path = folder / "p";
  int packs = 0;
  int none = 0;
  for (int i = 0; i < 12 || (packs == 0 && i < 200); ++i) {
    const pid_t child = start_process([&path] {
      while (true) write_pack(path);
    });
    ::usleep(static_cast<useconds_t>(500 * i));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const auto pack = open_pack(path, shape, 1);
    ASSERT_TRUE(pack) << to_string(pack.error());
    ASSERT_TRUE(!pack->has_value() || holds_the_values(**pack));
    ++(pack->has_value() ? packs : none);
    fs::remove(path);
  }
  EXPECT_GT(none, 0) << "the first is killed at once";
  EXPECT_GT(packs, 0);
}

}  // namespace
}  // namespace chestlens
