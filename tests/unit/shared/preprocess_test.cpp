#include "support/raster.hpp"

#include <chestlens/lung_field.hpp>
#include <chestlens/preprocess.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

using Plane = std::vector<std::vector<double>>;

/// weights[out][in] of one axis: overlap of boxes when shrinking, tent between centres when
/// growing.
Plane axis_weights(int in, int out) {
  Plane weights(static_cast<std::size_t>(out), std::vector<double>(static_cast<std::size_t>(in)));
  const double scale = static_cast<double>(in) / out;
  for (int o = 0; o < out; ++o) {
    auto& row = weights[static_cast<std::size_t>(o)];
    if (in >= out) {
      for (int i = 0; i < in; ++i) {
        const double overlap =
            std::min<double>((o + 1) * scale, i + 1) - std::max<double>(o * scale, i);
        row[static_cast<std::size_t>(i)] = std::max(0.0, overlap) / scale;
      }
    } else {
      const double center = std::clamp((o + 0.5) * scale - 0.5, 0.0, in - 1.0);
      const auto first = static_cast<std::size_t>(center);
      const double share = center - static_cast<double>(first);
      row[first] += 1.0 - share;
      if (share > 0.0) row[first + 1] += share;
    }
  }
  return weights;
}

/// The windowed film resized in double precision, axis by axis, written without OpenCV.
Plane reference_resize(const Plane& source, int width, int height) {
  const Plane columns = axis_weights(static_cast<int>(source.front().size()), width);
  const Plane rows = axis_weights(static_cast<int>(source.size()), height);
  Plane result(rows.size(), std::vector<double>(columns.size()));
  for (std::size_t y = 0; y < rows.size(); ++y) {
    for (std::size_t x = 0; x < columns.size(); ++x) {
      for (std::size_t i = 0; i < source.size(); ++i) {
        if (rows[y][i] == 0.0) continue;
        for (std::size_t j = 0; j < source.front().size(); ++j) {
          result[y][x] += rows[y][i] * columns[x][j] * source[i][j];
        }
      }
    }
  }
  return result;
}

/// The film (with level 0 and max_level in it) in [0,1].
Plane unit_plane(const GreyImage& film) {
  Plane plane(static_cast<std::size_t>(film.height_pixels));
  std::size_t at = 0;
  for (auto& row : plane) {
    for (int x = 0; x < film.width_pixels; ++x) {
      row.push_back(static_cast<double>(film.pixels[at++]) / film.max_level);
    }
  }
  return plane;
}

void expect_plane(const FloatImage& image, const Plane& expected, double tolerance) {
  ASSERT_EQ(static_cast<std::size_t>(image.height_pixels), expected.size());
  std::size_t at = 0;
  for (const auto& row : expected) {
    ASSERT_EQ(static_cast<std::size_t>(image.width_pixels), row.size());
    for (const double value : row) ASSERT_NEAR(image.pixels[at++], value, tolerance) << at - 1;
  }
}

Result<FloatImage> prepared(const GreyImage& film, int size, FitMode fit = FitMode::squash) {
  return preprocess(film, {.size_pixels = size, .fit = fit});
}

TEST(Preprocess, HalvesByMeansOfFour) {
  const GreyImage film{4,
                       4,
                       255,
                       {0, 255, 51, 51,  //
                        0, 255, 51, 51,  //
                        0, 0, 255, 0,    //
                        0, 0, 0, 0}};
  const Result<FloatImage> input = prepared(film, 2);
  ASSERT_TRUE(input) << to_string(input.error());
  expect_plane(*input, {{0.5, 0.2}, {0.0, 0.25}}, 1e-7);
}

TEST(Preprocess, ShrinksBySharesOfPixels) {
  // 3 -> 2: each output covers one and a half pixels.
  const GreyImage film{3, 3, 255, {0, 255, 0, 0, 255, 0, 0, 255, 0}};
  const Result<FloatImage> input = prepared(film, 2);
  ASSERT_TRUE(input);
  expect_plane(*input, {{1.0 / 3, 1.0 / 3}, {1.0 / 3, 1.0 / 3}}, 1e-6);
}

TEST(Preprocess, EnlargesBilinearly) {
  const GreyImage film{2, 2, 255, {0, 255, 0, 255}};
  const Result<FloatImage> input = prepared(film, 4);
  ASSERT_TRUE(input);
  const std::vector<double> row{0.0, 0.25, 0.75, 1.0};
  expect_plane(*input, {row, row, row, row}, 1e-7);
}

TEST(Preprocess, EverySizeAgreesWithTheReference) {
  for (const auto& [width, height] : {std::pair(37, 53), std::pair(224, 224), std::pair(200, 31),
                                      std::pair(9, 11), std::pair(5, 100), std::pair(64, 32)}) {
    for (const int bits : {8, 16}) {
      SCOPED_TRACE(std::to_string(width) + " x " + std::to_string(height));
      const GreyImage film = testing::grey_image(testing::noise_raster(width, height, 1, bits));
      const Result<FloatImage> input = prepared(film, 32);
      ASSERT_TRUE(input);
      expect_plane(*input, reference_resize(unit_plane(film), 32, 32), 1e-6);
    }
  }
}

TEST(Preprocess, WindowComesBeforeTheResize) {
  // Levels 0 and 1000 are beyond the window 100..200 of the 40th and 80th percentile.
  const GreyImage film{5, 1, 65535, {0, 100, 150, 200, 1000}};
  const Result<FloatImage> input = preprocess(
      film, {.size_pixels = 5, .window_low_percentile = 40, .window_high_percentile = 80});
  ASSERT_TRUE(input);
  const std::vector<double> row{0.0, 0.0, 0.5, 1.0, 1.0};
  expect_plane(*input, {row, row, row, row, row}, 0.0);
}

TEST(Preprocess, ConstantFilmsBecomeZeros) {
  for (const int side : {1, 7, 300}) {
    const GreyImage film{side, side, 255, std::vector<std::uint16_t>(area_pixels(side, side), 180)};
    const Result<FloatImage> input = prepared(film, 16);
    ASSERT_TRUE(input);
    EXPECT_EQ(input->pixels, std::vector<float>(256, 0.0F));
  }
}

TEST(Preprocess, StaysInRange) {
  const GreyImage film = testing::grey_image(testing::noise_raster(301, 17));
  const Result<FloatImage> input = prepared(film, 64);
  ASSERT_TRUE(input);
  for (const float value : input->pixels) {
    ASSERT_GE(value, 0.0F);
    ASSERT_LE(value, 1.0F);
  }
}

TEST(Preprocess, LetterboxKeepsTheShapeBetweenBlackBars) {
  const GreyImage film = testing::grey_image(testing::noise_raster(60, 30));
  const Result<FloatImage> input = prepared(film, 20, FitMode::letterbox);
  ASSERT_TRUE(input);
  Plane expected(20, std::vector<double>(20, 0.0));
  const Plane fitted = reference_resize(unit_plane(film), 20, 10);
  std::copy(fitted.begin(), fitted.end(), expected.begin() + 5);
  expect_plane(*input, expected, 1e-6);
}

TEST(Preprocess, LetterboxOfAThreadKeepsOnePixel) {
  const GreyImage film = testing::grey_image(testing::noise_raster(1, 900));
  const Result<FloatImage> input = prepared(film, 16, FitMode::letterbox);
  ASSERT_TRUE(input);
  const auto middle = input->pixels.begin() + 8 * 16;
  EXPECT_EQ(std::count_if(middle, middle + 16, [](float value) { return value > 0.0F; }), 1);
}

TEST(Preprocess, CenterCropCutsTheLongerSide) {
  const GreyImage film = testing::grey_image(testing::noise_raster(30, 50));
  const Result<FloatImage> input = prepared(film, 15, FitMode::center_crop);
  ASSERT_TRUE(input);
  const Plane whole = unit_plane(film);
  expect_plane(*input, reference_resize(Plane(whole.begin() + 10, whole.begin() + 40), 15, 15),
               1e-6);
}

/// Dark lungs in a bright chest on a wide film.
GreyImage chest_film() {
  GreyImage film{160, 120, 255, {}};
  for (int y = 0; y < film.height_pixels; ++y) {
    for (int x = 0; x < film.width_pixels; ++x) {
      const auto in_lung = [&](int middle) {
        const double across = (x - middle) / 14.0, down = (y - 58) / 32.0;
        return across * across + down * down < 1.0;
      };
      const bool is_dark = in_lung(58) || in_lung(102);
      film.pixels.push_back(static_cast<std::uint16_t>((is_dark ? 40 : 200) + (x * 7 + y * 3) % 8));
    }
  }
  return film;
}

std::size_t pixel(int x, int y) {
  return static_cast<std::size_t>(y * 160 + x);
}

TEST(Preprocess, LungsFillTheSquare) {
  const GreyImage film = chest_film();
  const Box box = lung_box(film);
  // A tenth of 72 x 64 pixels around both lungs, give or take the search's cells and its smoothing.
  EXPECT_NEAR(box.left, 44 - 7, 6);
  EXPECT_NEAR(box.right, 116 + 7, 6);
  EXPECT_NEAR(box.top, 26 - 6, 6);
  EXPECT_NEAR(box.bottom, 90 + 6, 8);
  GreyImage cut{box.right - box.left, box.bottom - box.top, 255, {}};
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) cut.pixels.push_back(film.pixels[pixel(x, y)]);
  }
  const Result<FloatImage> lungs = prepared(film, 24, FitMode::lungs);
  const Result<FloatImage> expected = prepared(cut, 24, FitMode::squash);
  ASSERT_TRUE(lungs && expected);
  EXPECT_EQ(lungs->pixels, expected->pixels);  // both have the film's darkest and brightest levels
}

TEST(Preprocess, APictureOnAFilmIsFittedAsTheFilmIs) {
  const GreyImage film = chest_film();
  const Box box = lung_box(film);
  GreyImage mask{160, 120, 255, std::vector<std::uint16_t>(160 * 120, 255)};
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) mask.pixels[pixel(x, y)] = 0;
  }
  const InputSpec spec{.size_pixels = 16, .fit = FitMode::lungs};
  const Result<FloatImage> fitted = preprocess_as(film, mask, spec);
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->pixels, std::vector<float>(16 * 16, 0.0F));
  const Result<FloatImage> other = preprocess_as(film, {2, 1, 255, {0, 255}}, spec);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::mismatch);
  EXPECT_THAT(other.error().message, HasSubstr("2 x 1"));
}

TEST(Preprocess, RefusesBadInput) {
  const GreyImage film = testing::grey_image(testing::noise_raster(4, 4));
  const auto refuses = [](const GreyImage& image, const InputSpec& spec, std::string_view part) {
    const Result<FloatImage> input = preprocess(image, spec);
    ASSERT_FALSE(input) << part;
    EXPECT_EQ(input.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(to_string(input.error()), HasSubstr(part));
  };
  refuses({}, {}, "the film is empty");
  refuses({2, 2, 255, {1, 2, 3}}, {}, "the film is empty");
  refuses(film, {.size_pixels = 0}, "input.size_pixels: must be 1..2048, is 0");
  refuses(film, {.size_pixels = 2049}, "is 2049");
  refuses(film, {.window_low_percentile = 50, .window_high_percentile = 50}, "percentiles");
  refuses(film, {.window_low_percentile = -1}, "percentiles");
  refuses(film, {.window_high_percentile = std::nan("")}, "percentiles");
}

TEST(FitMode, NamesReadBack) {
  for (const FitMode mode :
       {FitMode::squash, FitMode::letterbox, FitMode::center_crop, FitMode::lungs}) {
    EXPECT_EQ(*parse_fit_mode(to_string(mode)), mode);
  }
  const Result<FitMode> unknown = parse_fit_mode("stretch");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("\"stretch\""));
}

}  // namespace
}  // namespace chestlens
