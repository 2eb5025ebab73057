#include "support/chest_film.hpp"

#include <chestlens/blank.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

GreyImage film_of(int max_level, int low, int levels) {
  GreyImage film{100, 100, static_cast<std::uint16_t>(max_level), {}};
  for (int i = 0; i < 10'000; ++i) {
    film.pixels.push_back(static_cast<std::uint16_t>(low + i % levels));
  }
  return film;
}

TEST(Blank, OneLevelIsRefusedWithIt) {
  for (const int level : {0, 77, 255}) {
    const Status status = check_not_blank(film_of(255, level, 1));
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::not_an_image);
    EXPECT_THAT(status.error().message, HasSubstr("grey level " + std::to_string(level)));
  }
}

TEST(Blank, AlmostOneLevelIsRefused) {
  EXPECT_FALSE(check_not_blank(film_of(255, 10, 4)));  // as JPEG makes of black
  GreyImage with_dust = film_of(255, 0, 1);
  for (std::size_t i = 0; i < 9; ++i) with_dust.pixels[i * 1000] = 255;
  EXPECT_FALSE(check_not_blank(with_dust));
}

TEST(Blank, WhatShowsSomethingIsNot) {
  EXPECT_TRUE(check_not_blank(film_of(255, 10, 20)));
  EXPECT_TRUE(check_not_blank(film_of(65535, 0, 256)));  // 8 bits in a file of 16
  GreyImage drawing = film_of(255, 0, 1);
  for (std::size_t i = 0; i < 200; ++i) drawing.pixels[i] = 255;
  EXPECT_TRUE(check_not_blank(drawing));
  EXPECT_TRUE(check_not_blank(test::chest_film(64)));
}

}  // namespace
}  // namespace chestlens
