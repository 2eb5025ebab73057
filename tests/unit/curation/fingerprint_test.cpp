#include "curation/fingerprint.hpp"

#include "support/soft_film.hpp"

#include <chestlens/encode.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

namespace chestlens {
namespace {

using test::soft_film;

int hash_distance(const GreyImage& a, const GreyImage& b) {
  return std::popcount(perceptual_hash(a) ^ perceptual_hash(b));
}

double correlation(const GreyImage& a, const GreyImage& b) {
  return detail_correlation(fine_detail(a), fine_detail(b));
}

/// Gamma and contrast as another exporter would apply them.
GreyImage regraded(GreyImage film, double gamma, double low, double high) {
  for (auto& level : film.pixels) {
    const double value = std::pow(level / 255.0, gamma) * (high - low) + low;
    level = static_cast<std::uint16_t>(std::lround(std::clamp(value, 0.0, 255.0)));
  }
  return film;
}

TEST(Fingerprint, FilesOfOnePictureShareThePixelDigest) {
  const GreyImage film = soft_film(64, 1);
  auto png = encode_png(film).value();
  const Fingerprint one = fingerprint(png).value();
  // An ancillary chunk before IEND changes the file and not the picture.
  constexpr unsigned char text_chunk[] = {0,   0,   0,    1,    't',  'E', 'X',
                                          't', 'a', 0x92, 0x17, 0x43, 0x68};
  png.insert(png.end() - 12, reinterpret_cast<const std::byte*>(std::begin(text_chunk)),
             reinterpret_cast<const std::byte*>(std::end(text_chunk)));
  const auto other = fingerprint(png);
  ASSERT_TRUE(other) << to_string(other.error());
  EXPECT_NE(other->file_digest, one.file_digest);
  EXPECT_EQ(other->pixel_digest, one.pixel_digest);
  EXPECT_EQ(other->hash, one.hash);
  const Fingerprint third = fingerprint(encode_png(soft_film(64, 2)).value()).value();
  EXPECT_NE(third.pixel_digest, one.pixel_digest);
}

TEST(Fingerprint, SurvivesSizeContrastAndBitDepth) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const GreyImage film = soft_film(192, seed);
    EXPECT_LE(hash_distance(film, soft_film(128, seed)), 4) << seed;
    EXPECT_GT(correlation(film, soft_film(128, seed)), 0.97) << seed;
    const GreyImage graded = regraded(film, 0.8, 10.0, 230.0);
    EXPECT_LE(hash_distance(film, graded), 8) << seed;
    EXPECT_GT(correlation(film, graded), 0.95) << seed;
    GreyImage deep = film;
    deep.max_level = 65535;
    for (auto& level : deep.pixels) level = static_cast<std::uint16_t>(level * 257);
    EXPECT_EQ(hash_distance(film, deep), 0) << seed;
    EXPECT_GT(correlation(film, deep), 0.999) << seed;
  }
}

TEST(Fingerprint, TellsOtherFilmsApart) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    EXPECT_GT(hash_distance(soft_film(96, seed), soft_film(96, seed + 1)), 14) << seed;
    EXPECT_LT(correlation(soft_film(96, seed), soft_film(96, seed + 1)), 0.4) << seed;
  }
}

TEST(Fingerprint, AConstantFilmHasNoDetail) {
  const GreyImage flat{40, 30, 255, std::vector<std::uint16_t>(1200, 90)};
  EXPECT_EQ(correlation(flat, flat), 0.0);
  EXPECT_EQ(correlation(flat, soft_film(64, 3)), 0.0);
}

TEST(Fingerprint, OfNoImageIsAnError) {
  const std::array<std::byte, 5> bytes{};
  const auto print = fingerprint(bytes);
  ASSERT_FALSE(print);
  EXPECT_EQ(print.error().code, ErrorCode::not_an_image);
}

}  // namespace
}  // namespace chestlens
