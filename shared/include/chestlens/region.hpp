#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Some pixels of a film: 1 where they are meant, else 0, row-major.
struct Region {
  int width_pixels = 0;
  int height_pixels = 0;
  std::vector<std::uint8_t> pixels;
};

/// Whole pixels; right and bottom are the first ones outside.
struct Box {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  friend bool operator==(const Box&, const Box&) = default;
};

/// A place on a film in pixels from its left and its upper edge: the first pixel's middle is 0.5,
/// 0.5.
struct FilmPoint {
  double x = 0.0;
  double y = 0.0;

  friend bool operator==(const FilmPoint&, const FilmPoint&) = default;
};

/// A line that a round brush followed; a dot where it has one point.
struct BrushStroke {
  std::vector<FilmPoint> points;
  double radius_pixels = 0.0;

  friend bool operator==(const BrushStroke&, const BrushStroke&) = default;
};

/// Share of a film's shorter side that counts as its border, where little or no lung is.
inline constexpr double border_share = 0.1;

/// A frame of `share` of the shorter side; the rest of a film is its centre.
Region border_region(int width_pixels, int height_pixels, double share);

/// The boxes as far as they lie on the film.
Region boxes_region(int width_pixels, int height_pixels, const std::vector<Box>& boxes);

/// The ellipse that fills the box, e.g. one that a hand drew.
Region ellipse_region(int width_pixels, int height_pixels, const Box& box);

/// The pixels whose middle is within a stroke's radius of its line, as far as they lie on the film.
Region brush_region(int width_pixels, int height_pixels, const std::vector<BrushStroke>& strokes);

/// What is not meant.
Region outside(Region region);

/// The region and all that is within some pixels of it: cv::dilate by cv::MORPH_ELLIPSE, in a time
/// that hardly grows with the pixels.
Region grown(const Region& region, int pixels);

/// Of all pixels those that are meant, in [0,1].
double share_of(const Region& region);

/// What is put over a region.
enum class CoverFill : std::uint8_t {
  mean,     // the mean grey of the rest
  blurred,  // what remains after a blur of a tenth of the shorter side
  noise     // grey levels of the rest, drawn pixel by pixel
};

/// "mean", "blurred", "noise".
std::vector<std::string> cover_fill_names();

/// One of them. Errors: invalid_argument, listing them.
std::string_view to_string(CoverFill fill);
Result<CoverFill> parse_cover_fill(std::string_view name);

/// The film with a region covered; where all of it is, by middle grey. The noise is the same for
/// the same film. Errors: mismatch for a region of another size.
Result<GreyImage> covered(const GreyImage& film, const Region& region,
                          CoverFill fill = CoverFill::mean);

}  // namespace chestlens
