#include "support/small_map.hpp"

#include <chestlens/float16.hpp>
#include <chestlens/map.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace chestlens {
namespace {

using test::small_map;
using testing::HasSubstr;
using Bytes = std::vector<std::byte>;

/// The checksum at the end made right again, so that what lies behind it is asked.
void seal(Bytes& bytes) {
  if (bytes.size() < 8) return;
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (std::size_t i = 0; i + 8 < bytes.size(); ++i) {
    hash = (hash ^ std::to_integer<std::uint64_t>(bytes[i])) * 0x100000001b3U;
  }
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[bytes.size() - 8 + i] = static_cast<std::byte>(hash >> (8 * i) & 0xFFU);
  }
}

TEST(MapFile, IsReadBack) {
  const ReferenceMap map = small_map(50);
  const auto read = parse_map(to_bytes(map));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->model_sha256, map.model_sha256);
  EXPECT_EQ(read->classes, map.classes);
  EXPECT_EQ(read->sources, map.sources);
  EXPECT_EQ(read->perplexity, map.perplexity);
  EXPECT_EQ(read->variance_share, map.variance_share);
  EXPECT_EQ(read->mean, map.mean);
  EXPECT_EQ(read->axes, map.axes);
  EXPECT_EQ(read->steps, map.steps);
  EXPECT_EQ(read->codes, map.codes);
  EXPECT_EQ(read->usual_distances, map.usual_distances);
  ASSERT_EQ(read->films.size(), map.films.size());
  for (std::size_t i = 0; i < map.films.size(); ++i) {
    EXPECT_EQ(read->films[i].place.x, map.films[i].place.x);
    EXPECT_EQ(read->films[i].place.y, map.films[i].place.y);
    EXPECT_EQ(read->films[i].class_index, map.films[i].class_index);
    EXPECT_EQ(read->films[i].source_index, map.films[i].source_index);
    EXPECT_EQ(read->films[i].split, map.films[i].split);
  }
}

// Bundles that exist are read by every later program: these bytes are the format.
TEST(MapFile, HasItsFirstBytes) {
  const Bytes bytes = to_bytes(small_map(3));
  const unsigned char
      expected[] = {'C', 'L', 'E', 'N', 'S', 'M', 'A', 'P', 1, 0, 0,    0,   6, 0,
                    0,   0,   6,   0,   0,   0,   3,   0,   0, 0, 2,    0,   0, 0,
                    3,   0,   0,   0,   101, 0,   0,   0,   0, 0, 0x20, 0x41};  // ..., 10.0F
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_EQ(std::to_integer<int>(bytes[i]), expected[i]) << i;
  }
}

TEST(MapFile, CutAnywhereIsAnError) {
  const Bytes bytes = to_bytes(small_map(5));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(parse_map(cut)) << size;
    seal(cut);
    EXPECT_FALSE(parse_map(cut)) << size;
  }
  Bytes longer = bytes;
  longer.push_back(std::byte{0});
  EXPECT_THAT(parse_map(longer).error().message, HasSubstr("bytes at its end"));
}

TEST(MapFile, EveryChangedByteIsFound) {
  const Bytes bytes = to_bytes(small_map(4));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    Bytes changed = bytes;
    changed[i] ^= std::byte{0x40};
    EXPECT_FALSE(parse_map(changed)) << i;
  }
}

// A map that someone made by hand: whatever is read can be used.
TEST(MapFile, ChangedBytesUnderARightChecksumAreRefusedOrUsable) {
  const Bytes bytes = to_bytes(small_map(20));
  std::mt19937_64 random(11);
  int usable = 0, refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    Bytes changed = bytes;
    const bool at_the_head = round % 2 == 0;
    for (std::uint64_t change = 0; change < 1 + random() % 4; ++change) {
      changed[random() % (at_the_head ? 130 : bytes.size())] = static_cast<std::byte>(random());
    }
    seal(changed);
    const auto map = parse_map(changed);
    (map ? usable : refused) += 1;
    if (!map) continue;
    for (const MapFilm& film : map->films) {
      ASSERT_LT(film.class_index, map->classes.size());
      ASSERT_LT(film.source_index, map->sources.size());
    }
    ASSERT_TRUE(place(*map, std::vector<float>(map->features(), 1.0F)));
  }
  EXPECT_GT(usable, 1'000);
  EXPECT_GT(refused, 1'000);
}

TEST(MapFile, SaysWhatIsWrong) {
  const auto message = [](Bytes bytes) {
    seal(bytes);
    const auto map = parse_map(bytes);
    return map ? std::string("is read") : map.error().message;
  };
  Bytes bytes = to_bytes(small_map(4));
  bytes[8] = std::byte{2};
  EXPECT_EQ(message(bytes), "is of version 2; this program reads version 1");
  EXPECT_EQ(message(Bytes(100, std::byte{7})), "is damaged: it is no map");
  bytes = to_bytes(small_map(4));
  bytes[20] = bytes[21] = bytes[22] = bytes[23] = std::byte{0xFF};  // films
  EXPECT_EQ(message(bytes), "is damaged: 4294967295 films");
  bytes[23] = bytes[22] = std::byte{0};
  EXPECT_EQ(message(bytes), "ends early");
  ReferenceMap map = small_map(4);
  map.films[2].class_index = 2;
  EXPECT_EQ(message(to_bytes(map)), "is damaged: a film of no class, source, split or place");
  map = small_map(4);
  map.steps[1] = 0.0F;
  EXPECT_EQ(message(to_bytes(map)), "is damaged: a step that is not above 0");
  map = small_map(4);
  map.usual_distances[3] = std::nanf("");
  EXPECT_EQ(message(to_bytes(map)), "is damaged: usual distances that do not rise from 0");
  map = small_map(4);
  map.mean[3] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(message(to_bytes(map)), "is damaged: a projection without end");
  map = small_map(4);
  map.variance_share = 1.5F;
  EXPECT_THAT(message(to_bytes(map)), HasSubstr("a share of the variance"));
}

TEST(Float16, IsReadBackFromAllBits) {
  for (std::uint32_t bits = 0; bits < 0x10000U; ++bits) {
    const float value = from_float16(static_cast<std::uint16_t>(bits));
    if (std::isnan(value)) {
      EXPECT_TRUE(std::isnan(from_float16(to_float16(value))));
    } else {
      EXPECT_EQ(to_float16(value), bits);
    }
  }
}

// IEEE 754: a tie goes to the even one.
TEST(Float16, RoundsToTheNearest) {
  EXPECT_EQ(from_float16(to_float16(1.0F)), 1.0F);
  EXPECT_EQ(from_float16(to_float16(1.0F + 0x1p-11F)), 1.0F);
  EXPECT_EQ(from_float16(to_float16(1.0F + 0x1.1p-11F)), 1.0F + 0x1p-10F);
  EXPECT_EQ(from_float16(to_float16(1.0F + 3 * 0x1p-11F)), 1.0F + 0x1p-9F);
  EXPECT_EQ(from_float16(to_float16(65'519.0F)), 65'504.0F);
  EXPECT_EQ(from_float16(to_float16(65'520.0F)), std::numeric_limits<float>::infinity());
  EXPECT_EQ(from_float16(to_float16(-0x1p-24F)), -0x1p-24F);
  EXPECT_EQ(from_float16(to_float16(0x1p-26F)), 0.0F);
  EXPECT_EQ(from_float16(to_float16(0x1.fffp-15F)), 0x1p-14F);
}

}  // namespace
}  // namespace chestlens
