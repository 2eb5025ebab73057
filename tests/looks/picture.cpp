#include "looks/picture.hpp"

#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace chestlens::looks {
namespace {

constexpr int block_side = 2;
constexpr double least_difference = 24.0;  // of 255 levels, in any channel

std::size_t offset_of(const RgbaImage& picture, int x, int y) {
  return 4 * (area_pixels(picture.width_pixels, y) + static_cast<std::size_t>(x));
}

/// Whether the means of a block, cut at the picture's edge, differ.
bool differs(const RgbaImage& one, const RgbaImage& other, int left, int top) {
  const int right = std::min(left + block_side, one.width_pixels);
  const int bottom = std::min(top + block_side, one.height_pixels);
  std::array<double, 3> sums{};
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      const std::size_t at = offset_of(one, x, y);
      for (std::size_t c = 0; c < 3; ++c) sums[c] += one.pixels[at + c] - other.pixels[at + c];
    }
  }
  const double pixels = (right - left) * (bottom - top);
  return std::ranges::any_of(sums,
                             [&](double sum) { return std::abs(sum) / pixels > least_difference; });
}

void mark(RgbaImage& picture, int left, int top) {
  for (int y = top; y < std::min(top + block_side, picture.height_pixels); ++y) {
    for (int x = left; x < std::min(left + block_side, picture.width_pixels); ++x) {
      constexpr std::array<std::uint8_t, 4> red{224, 32, 32, 255};
      std::ranges::copy(
          red, picture.pixels.begin() + static_cast<std::ptrdiff_t>(offset_of(picture, x, y)));
    }
  }
}

RgbaImage faded(RgbaImage picture) {
  for (std::size_t at = 0; at < picture.pixels.size(); ++at) {
    if (at % 4 != 3) picture.pixels[at] = static_cast<std::uint8_t>(160 + picture.pixels[at] / 4);
  }
  return picture;
}

}  // namespace

Result<RgbaImage> read_picture(const std::filesystem::path& path) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&png, path.c_str()) == 0) {
    return fail(ErrorCode::io, png.message, path.string());
  }
  png.format = PNG_FORMAT_RGBA;
  RgbaImage picture{static_cast<int>(png.width), static_cast<int>(png.height), {}};
  picture.pixels.resize(PNG_IMAGE_SIZE(png));
  if (png_image_finish_read(&png, nullptr, picture.pixels.data(), 0, nullptr) == 0) {
    return fail(ErrorCode::io, png.message, path.string());
  }
  return picture;
}

Status write_picture(const std::filesystem::path& path, const RgbaImage& picture) {
  std::error_code ignored;  // the file says below whether it could be written
  std::filesystem::create_directories(path.parent_path(), ignored);
  std::vector<std::uint8_t> colors;
  for (std::size_t at = 0; at < picture.pixels.size(); ++at) {
    if (at % 4 != 3) colors.push_back(picture.pixels[at]);
  }
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(picture.width_pixels);
  png.height = static_cast<png_uint_32>(picture.height_pixels);
  png.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&png, path.c_str(), 0, colors.data(), 0, nullptr) == 0) {
    return fail(ErrorCode::io, png.message, path.string());
  }
  return {};
}

RgbaImage kept(const RgbaImage& picture) {
  RgbaImage half{picture.width_pixels / 2, picture.height_pixels / 2, {}};
  for (int y = 0; y < half.height_pixels; ++y) {
    for (int x = 0; x < half.width_pixels; ++x) {
      for (std::size_t c = 0; c < 4; ++c) {
        const auto level = [&](int column, int row) {
          return int{picture.pixels[offset_of(picture, 2 * x + column, 2 * y + row) + c]};
        };
        const int sum = level(0, 0) + level(1, 0) + level(0, 1) + level(1, 1);
        constexpr int step = 17;  // from 0 to 255 in 15 steps
        half.pixels.push_back(static_cast<std::uint8_t>((sum + 2 * step) / (4 * step) * step));
      }
    }
  }
  return half;
}

Difference compare(const RgbaImage& golden, const RgbaImage& now) {
  Difference difference{1.0, faded(now)};
  if (golden.width_pixels != now.width_pixels || golden.height_pixels != now.height_pixels) {
    return difference;
  }
  int blocks = 0, differing = 0;
  for (int top = 0; top < now.height_pixels; top += block_side) {
    for (int left = 0; left < now.width_pixels; left += block_side) {
      ++blocks;
      if (!differs(golden, now, left, top)) continue;
      ++differing;
      mark(difference.picture, left, top);
    }
  }
  difference.share = blocks == 0 ? 0.0 : static_cast<double>(differing) / blocks;
  return difference;
}

}  // namespace chestlens::looks
