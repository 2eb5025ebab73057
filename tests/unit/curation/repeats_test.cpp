#include "curation/repeats.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace chestlens {
namespace {

Fingerprint print_of(const std::string& name, std::uint64_t hash, std::vector<std::int8_t> detail) {
  return {.file_digest = name, .pixel_digest = name, .hash = hash, .detail = std::move(detail)};
}

std::vector<std::int8_t> noise(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::int8_t> values(200);
  for (auto& value : values) value = static_cast<std::int8_t>(random() % 200 - 100);
  return values;
}

TEST(Repeats, NeedANearHashAndLikeDetail) {
  const auto detail = noise(1);
  const std::vector<Fingerprint> films = {
      print_of("a", 0, detail),        // the original
      print_of("b", 0b111, detail),    // three bits away
      print_of("c", 0b11111, detail),  // five bits away from a, two from b
      print_of("d", 0b1, noise(2)),    // a near hash, another picture
      print_of("e", ~0ULL, detail),    // a far hash
  };
  const auto repeats = find_repeats(films, {.max_hash_distance = 3, .min_correlation = 0.9}, 2);
  ASSERT_EQ(repeats.size(), 2U);
  EXPECT_EQ(repeats[0].first, 0U);
  EXPECT_EQ(repeats[0].second, 1U);
  EXPECT_EQ(repeats[1].first, 1U);
  EXPECT_EQ(repeats[1].second, 2U);
  EXPECT_EQ(repeats[0].kind, RepeatKind::near);
  EXPECT_NEAR(repeats[0].correlation, 1.0, 1e-12);
  const auto groups = group_repeats(films.size(), repeats);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0], (std::vector<std::size_t>{0, 1, 2}));
}

TEST(Repeats, SameFilesAndPixelsNeedNoDetail) {
  const std::vector<std::int8_t> flat(200, 0);
  std::vector<Fingerprint> films = {print_of("a", 7, flat), print_of("a", 7, flat),
                                    print_of("b", 7, flat), print_of("c", 7, flat)};
  films[2].pixel_digest = "a";
  const auto repeats = find_repeats(films, {}, 1);
  ASSERT_EQ(repeats.size(), 3U);
  EXPECT_EQ(repeats[0].kind, RepeatKind::same_file);
  EXPECT_EQ(repeats[1].kind, RepeatKind::same_pixels);
  EXPECT_EQ(repeats[2].kind, RepeatKind::same_pixels);
}

TEST(Repeats, ThreadsDoNotChangeThem) {
  std::mt19937_64 random(9);
  std::vector<Fingerprint> films;
  for (unsigned i = 0; i < 300; ++i) {
    films.push_back(print_of(std::to_string(i), random() & random() & random(), noise(i % 20)));
  }
  const RepeatOptions options{.max_hash_distance = 14, .min_correlation = 0.9};
  const auto one = find_repeats(films, options, 1);
  const auto four = find_repeats(films, options, 4);
  ASSERT_GT(one.size(), 10U);
  ASSERT_EQ(one.size(), four.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].first, four[i].first);
    EXPECT_EQ(one[i].second, four[i].second);
  }
}

TEST(DetailCorrelation, IsPearsons) {
  const std::vector<std::int8_t> a = {1, 2, 3, 4};
  const std::vector<std::int8_t> b = {2, 4, 6, 9};
  EXPECT_NEAR(detail_correlation(a, b), 11.5 / std::sqrt(5.0 * 26.75), 1e-12);
  const std::vector<std::int8_t> mirrored = {-1, -2, -3, -4};
  EXPECT_NEAR(detail_correlation(a, mirrored), -1.0, 1e-12);
}

}  // namespace
}  // namespace chestlens
