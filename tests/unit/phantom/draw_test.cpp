#include "phantom/phantom.hpp"

#include <chestlens/preprocess.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chestlens {
namespace {

constexpr std::uint64_t films_tried = 16;

PhantomFilm draw(PhantomClass film_class, PhantomNumber number, int size_pixels = 128,
                 std::uint64_t seed = 1) {
  PhantomOptions options;
  options.size_pixels = size_pixels;
  options.seed = seed;
  const auto film = draw_phantom(film_class, number, options);
  EXPECT_TRUE(film) << to_string(film.error());
  return film.value_or(PhantomFilm{});
}

PhantomFilm draw(PhantomClass film_class, std::uint64_t number) {
  return draw(film_class, {number, number});
}

/// How a mask lies about the film's middle column.
struct MaskShape {
  double area_share = 0.0;  // of the film
  double left_share = 0.0;  // of the mask, on the film's left half
  double distance = 0.0;    // mean, from the middle, in film widths
};

MaskShape mask_shape(const GreyImage& mask) {
  double area = 0.0, left = 0.0, distance = 0.0;
  for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
    if (mask.pixels[i] == 0) continue;
    const double x = static_cast<double>(i % static_cast<std::size_t>(mask.width_pixels)) + 0.5;
    const double from_middle = x / mask.width_pixels - 0.5;
    area += 1.0;
    left += from_middle < 0.0 ? 1.0 : 0.0;
    distance += std::abs(from_middle);
  }
  const double films_area = static_cast<double>(mask.pixels.size());
  return {area / films_area, left / std::max(area, 1.0), distance / std::max(area, 1.0)};
}

/// Mean rise of grey level where `inside` the mask, of one film over another.
double mean_rise(const PhantomFilm& film, const GreyImage& other, bool inside) {
  double sum = 0.0, pixels = 0.0;
  for (std::size_t i = 0; i < film.film.pixels.size(); ++i) {
    if ((film.finding_mask.pixels[i] != 0) != inside) continue;
    sum += static_cast<double>(film.film.pixels[i]) - static_cast<double>(other.pixels[i]);
    pixels += 1.0;
  }
  return sum / std::max(pixels, 1.0);
}

double correlation(const FloatImage& a, const FloatImage& b) {
  const auto count = static_cast<double>(a.pixels.size());
  const double mean_a = std::accumulate(a.pixels.begin(), a.pixels.end(), 0.0) / count;
  const double mean_b = std::accumulate(b.pixels.begin(), b.pixels.end(), 0.0) / count;
  double ab = 0.0, aa = 0.0, bb = 0.0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    const double from_a = static_cast<double>(a.pixels[i]) - mean_a;
    const double from_b = static_cast<double>(b.pixels[i]) - mean_b;
    ab += from_a * from_b;
    aa += from_a * from_a;
    bb += from_b * from_b;
  }
  return ab / std::sqrt(aa * bb);
}

TEST(DrawPhantom, IsEightBitSquareAndUsesItsRange) {
  for (const PhantomClass film_class : phantom_classes) {
    const PhantomFilm film = draw(film_class, {3, 4}, 96);
    EXPECT_EQ(film.film_class, film_class);
    for (const GreyImage* image : {&film.film, &film.finding_mask}) {
      EXPECT_EQ(image->width_pixels, 96);
      EXPECT_EQ(image->height_pixels, 96);
      EXPECT_EQ(image->max_level, 255);
      ASSERT_EQ(image->pixels.size(), 96U * 96U);
    }
    const auto [low, high] = std::minmax_element(film.film.pixels.begin(), film.film.pixels.end());
    EXPECT_GT(*high - *low, 80);
    EXPECT_LE(*high, 255);
  }
}

TEST(DrawPhantom, SameArgumentsGiveTheSameBytes) {
  for (const PhantomClass film_class : phantom_classes) {
    const PhantomFilm one = draw(film_class, 5), other = draw(film_class, 5);
    EXPECT_EQ(one.film.pixels, other.film.pixels);
    EXPECT_EQ(one.finding_mask.pixels, other.finding_mask.pixels);
  }
}

TEST(DrawPhantom, SeedPatientAndFilmEachChangeIt) {
  const auto base = draw(PhantomClass::viral, {5, 6}, 128, 1).film.pixels;
  EXPECT_NE(base, draw(PhantomClass::viral, {5, 6}, 128, 2).film.pixels);
  EXPECT_NE(base, draw(PhantomClass::viral, {4, 6}, 128, 1).film.pixels);
  EXPECT_NE(base, draw(PhantomClass::viral, {5, 7}, 128, 1).film.pixels);
}

TEST(DrawPhantom, SameFilmAtAnotherSizeShowsTheSamePatient) {
  const InputSpec spec{.size_pixels = 64};
  const auto small = preprocess(draw(PhantomClass::covid19, {1, 1}, 128).film, spec);
  const auto large = preprocess(draw(PhantomClass::covid19, {1, 1}, 256).film, spec);
  const auto another = preprocess(draw(PhantomClass::covid19, {2, 2}, 256).film, spec);
  ASSERT_TRUE(small && large && another);
  EXPECT_GT(correlation(*small, *large), 0.97);
  EXPECT_LT(correlation(*small, *another), 0.95);
}

TEST(FindingMask, IsBinaryAndEmptyOnlyForNormal) {
  for (const PhantomClass film_class : phantom_classes)
    for (std::uint64_t number = 0; number < films_tried; ++number) {
      const GreyImage mask = draw(film_class, number).finding_mask;
      const auto marked = std::count(mask.pixels.begin(), mask.pixels.end(), 255);
      const auto clear = std::count(mask.pixels.begin(), mask.pixels.end(), 0);
      EXPECT_EQ(static_cast<std::size_t>(marked + clear), mask.pixels.size());
      EXPECT_EQ(marked == 0, film_class == PhantomClass::normal)
          << to_string(film_class) << " " << number;
    }
}

TEST(FindingMask, Covid19IsBilateralAndPeripheral) {
  for (std::uint64_t number = 0; number < films_tried; ++number) {
    const MaskShape covid = mask_shape(draw(PhantomClass::covid19, number).finding_mask);
    const MaskShape viral = mask_shape(draw(PhantomClass::viral, number).finding_mask);
    EXPECT_GT(covid.left_share, 0.05) << number;
    EXPECT_LT(covid.left_share, 0.95) << number;
    EXPECT_GT(covid.distance, 0.22) << number;
    EXPECT_GT(covid.distance, viral.distance) << number;
  }
}

TEST(FindingMask, ViralIsDiffuseInBothLungs) {
  for (std::uint64_t number = 0; number < films_tried; ++number) {
    const MaskShape viral = mask_shape(draw(PhantomClass::viral, number).finding_mask);
    EXPECT_GT(viral.left_share, 0.2) << number;
    EXPECT_LT(viral.left_share, 0.8) << number;
    EXPECT_GT(viral.area_share, 0.08) << number;
  }
}

TEST(FindingMask, BacterialIsInOneLung) {
  int right = 0;
  for (std::uint64_t number = 0; number < films_tried; ++number) {
    const MaskShape bacterial = mask_shape(draw(PhantomClass::bacterial, number).finding_mask);
    const double share = std::max(bacterial.left_share, 1.0 - bacterial.left_share);
    EXPECT_GT(share, 0.9) << number;
    right += bacterial.left_share > 0.5 ? 1 : 0;
  }
  EXPECT_GT(right, 2);  // either lung
  EXPECT_LT(right, static_cast<int>(films_tried) - 2);
}

TEST(Finding, BrightensItsMaskOverTheSameFilmWithout) {
  for (const PhantomClass film_class :
       {PhantomClass::covid19, PhantomClass::viral, PhantomClass::bacterial}) {
    double total = 0.0;
    for (std::uint64_t number = 0; number < films_tried; ++number) {
      const PhantomFilm film = draw(film_class, number);
      const GreyImage without = draw(PhantomClass::normal, number).film;
      const double contrast = mean_rise(film, without, true) - mean_rise(film, without, false);
      EXPECT_GT(contrast, 1.0) << to_string(film_class) << " " << number;
      total += contrast;
    }
    RecordProperty(std::string(to_string(film_class)) + "_mean_contrast",
                   std::to_string(total / films_tried));
    EXPECT_GT(total / films_tried, 10.0) << to_string(film_class);
  }
}

TEST(Finding, SeverestShowsMoreThanMildest) {
  for (const PhantomClass film_class :
       {PhantomClass::covid19, PhantomClass::viral, PhantomClass::bacterial}) {
    double any = 0.0, severest = 0.0;
    for (std::uint64_t number = 0; number < films_tried; ++number) {
      PhantomOptions options;
      options.size_pixels = 128;
      const GreyImage without = draw(PhantomClass::normal, number).film;
      any += mean_rise(draw(film_class, number), without, true);
      options.mildest = 1.0;
      severest +=
          mean_rise(draw_phantom(film_class, {number, number}, options).value(), without, true);
    }
    EXPECT_GT(severest, 1.2 * any) << to_string(film_class);
  }
}

}  // namespace
}  // namespace chestlens
