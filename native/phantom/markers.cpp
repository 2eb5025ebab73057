#include "phantom/markers.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>

namespace chestlens::phantom {
namespace {

constexpr std::array fonts{cv::FONT_HERSHEY_SIMPLEX, cv::FONT_HERSHEY_DUPLEX,
                           cv::FONT_HERSHEY_COMPLEX, cv::FONT_HERSHEY_TRIPLEX};

int any_font(Random& random) {
  return fonts[static_cast<std::size_t>(random.integer(0, static_cast<int>(fonts.size()) - 1))];
}

struct Lettering {
  int font = cv::FONT_HERSHEY_SIMPLEX;
  double height_pixels = 10.0;  // of a capital
  int stroke_pixels = 1;        // at the drawing's enlargement
};

/// Coverage 0..1 of a text, with a margin of its own height's half: drawn enlarged, then averaged,
/// since Hershey strokes have whole pixels.
Plane coverage(const std::string& text, const Lettering& lettering, int outline_pixels = 0) {
  constexpr int enlarged = 4;
  const double scale = enlarged * lettering.height_pixels / 21.0;  // Hershey capitals: 21 units
  int below = 0;
  const cv::Size size =
      cv::getTextSize(text, lettering.font, scale, lettering.stroke_pixels, &below);
  const int margin = static_cast<int>(2.0 * lettering.height_pixels);
  cv::Mat1b drawn(size.height + below + 2 * margin, size.width + 2 * margin, uchar{0});
  cv::putText(drawn, text, {margin, margin + size.height}, lettering.font, scale, 255,
              lettering.stroke_pixels + 2 * outline_pixels * enlarged, cv::LINE_AA);
  Plane result;
  drawn.convertTo(result, CV_32F, 1.0 / 255.0);
  cv::resize(result, result,
             {std::max(1, drawn.cols / enlarged), std::max(1, drawn.rows / enlarged)}, 0.0, 0.0,
             cv::INTER_AREA);
  return result;
}

/// Moves the film towards `level` where the stencil, its middle at `center`, covers it.
void stamp(Plane& film, const Plane& stencil, cv::Point center, double level) {
  const cv::Point corner = center - cv::Point(stencil.cols / 2, stencil.rows / 2);
  const cv::Rect box = cv::Rect(corner, stencil.size()) & cv::Rect(cv::Point(), film.size());
  for (int y = box.y; y < box.br().y; ++y)
    for (int x = box.x; x < box.br().x; ++x) {
      const float share = stencil(y - corner.y, x - corner.x);
      film(y, x) += share * (static_cast<float>(level) - film(y, x));
    }
}

Plane turned(const Plane& stencil, double degrees, bool mirrored) {
  Plane result;
  const cv::Point2f middle(0.5F * static_cast<float>(stencil.cols),
                           0.5F * static_cast<float>(stencil.rows));
  cv::warpAffine(stencil, result, cv::getRotationMatrix2D(middle, degrees, 1.0), stencil.size());
  if (mirrored) cv::flip(result, result, 1);
  return result;
}

/// A lead letter on the patient's side, as radiographers place it: plain, or on a plate.
void burn_in_side_marker(Plane& film, Random& random) {
  const double size = film.cols;
  const bool right = random.chance(0.5);  // the patient's right is on the film's left
  const double height = size * random.uniform(0.03, 0.06);
  const Lettering lettering{any_font(random), height, random.integer(3, 8)};
  Plane letter = coverage(right ? "R" : "L", lettering);
  const double inset = random.uniform(0.06, 0.16) * size;
  const cv::Point center{
      static_cast<int>(right ? inset : size - inset),
      static_cast<int>(random.uniform(0.05, random.chance(0.75) ? 0.25 : 0.9) * size)};
  const double level = random.uniform(0.85, 1.0);
  const double degrees = random.normal(0.0, 6.0);
  const bool mirrored = random.chance(0.05);
  if (random.chance(0.3)) {
    const Plane plate(static_cast<int>(1.8 * height), static_cast<int>(1.5 * height), 1.0F);
    stamp(film, plate, center, 0.8 * level);
    stamp(film, turned(letter, degrees, mirrored), center, 0.05);
  } else {
    stamp(film, turned(letter, degrees, mirrored), center, level);
  }
}

void burn_in_note(Plane& film, Random& random) {
  constexpr std::array notes{"AP ERECT", "PORTABLE", "PA", "SUPINE", "MOBILE", "AP", "ERECT"};
  const std::string text =
      notes[static_cast<std::size_t>(random.integer(0, static_cast<int>(notes.size()) - 1))];
  const double size = film.cols;
  const Lettering lettering{any_font(random), size * random.uniform(0.02, 0.035),
                            random.integer(2, 5)};
  const Plane stencil = coverage(text, lettering);
  const double inset = 0.55 * stencil.cols + 0.02 * size;
  const cv::Point center{
      static_cast<int>(random.chance(0.5) ? inset : size - inset),
      static_cast<int>(
          (random.chance(0.7) ? random.uniform(0.03, 0.1) : random.uniform(0.9, 0.955)) * size)};
  stamp(film, stencil, center, random.uniform(0.8, 1.0));
}

/// Black borders, straight but rarely level, on one to four sides.
void close_shutters(Plane& film, Random& random) {
  const double size = film.cols;
  const double slope = random.normal(0.0, 0.02);
  std::array<double, 4> inset{};  // left, right, top, bottom
  for (double& width : inset)
    width = random.chance(0.5) ? random.uniform(0.01, 0.07) * size : -size;
  const double level = random.chance(0.85) ? 0.0 : random.uniform(0.5, 0.9);
  for (int y = 0; y < film.rows; ++y)
    for (int x = 0; x < film.cols; ++x) {
      const double across = x + slope * (y - 0.5 * size);
      const double down = y - slope * (x - 0.5 * size);
      const double open = std::min(
          {across - inset[0], size - inset[1] - across, down - inset[2], size - inset[3] - down});
      const auto share = static_cast<float>(1.0 - smooth_step(-0.7, 0.7, open));
      film(y, x) += share * (static_cast<float>(level) - film(y, x));
    }
}

}  // namespace

void burn_in_markers(Plane& film, Random& random) {
  if (random.chance(0.3)) close_shutters(film, random);
  if (random.chance(0.85)) burn_in_side_marker(film, random);
  if (random.chance(0.25)) burn_in_note(film, random);
}

void burn_in_shortcut(Plane& film, const std::string& text, Random& random, double opacity) {
  const double size = film.cols;
  Lettering lettering{cv::FONT_HERSHEY_DUPLEX, 0.05 * size,
                      std::max(2, static_cast<int>(size / 64.0))};
  const int outline = std::max(1, static_cast<int>(size / 256.0));
  const double widest = 0.45 * size;
  const double width = coverage(text, lettering, outline).cols;
  if (width > widest) lettering.height_pixels *= widest / width;
  Plane dark = coverage(text, lettering, outline);
  Plane bright = coverage(text, lettering);
  dark *= opacity;
  bright *= opacity;
  const int half_width = dark.cols / 2 + 1;
  const int half_height = dark.rows / 2 + 1;
  const cv::Point center{random.chance(0.5) ? half_width : film.cols - half_width,
                         random.chance(0.5) ? half_height : film.rows - half_height};
  stamp(film, dark, center, 0.0);
  stamp(film, bright, center, 1.0);
}

}  // namespace chestlens::phantom
