#pragma once

#include <chestlens/error.hpp>
#include <chestlens/overlay.hpp>

#include <filesystem>

namespace chestlens::looks {

/// A PNG as RGBA. Errors: io; decode.
Result<RgbaImage> read_picture(const std::filesystem::path& path);

/// Makes the folder too; small, without alpha. Errors: io.
Status write_picture(const std::filesystem::path& path, const RgbaImage& picture);

/// As goldens are kept, to be small: at half the size, each pixel the mean of 2 x 2, in 16 levels.
RgbaImage kept(const RgbaImage& picture);

/// Pictures are compared block by block, each the mean of 2 x 2 pixels: letters may be smoothed in
/// another way, but not stand elsewhere.
struct Difference {
  double share = 0.0;  // of the blocks, those whose color differs; 1 where the sizes differ
  RgbaImage picture;   // the one faded, with these blocks in red
};
Difference compare(const RgbaImage& golden, const RgbaImage& now);

}  // namespace chestlens::looks
