#include "film_mat.hpp"

#include <chestlens/find_text.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

constexpr int most_side_pixels = 512;   // letters are searched at this size
constexpr double least_height = 0.015;  // of a letter, as a share of the film's shorter side
constexpr double most_height = 0.10;
constexpr double most_width = 0.16;
constexpr double stroke = 0.035;           // the widest stroke of a letter
constexpr float least_contrast = 0.22F;    // of a stroke over its surroundings
constexpr float least_brightness = 0.60F;  // of a letter's brightest
constexpr double least_edge = 0.10;        // mean step of grey at a letter's edge, of the range

/// A part's mean step of grey across its edge, per pixel.
double edge_of(const cv::Mat1b& part, const cv::Mat1f& gradient) {
  cv::Mat1b inner;
  cv::erode(part, inner, cv::getStructuringElement(cv::MORPH_CROSS, {3, 3}), {-1, -1}, 1,
            cv::BORDER_CONSTANT, 0);  // a part that fills its box has an edge, too
  return cv::mean(gradient, part - inner)[0];
}

bool is_letter(const cv::Rect& box, int area, int side) {
  const double height = static_cast<double>(box.height) / side;
  const double width = static_cast<double>(box.width) / side;
  const double filled = static_cast<double>(area) / box.area();
  return height >= least_height && height <= most_height && width <= most_width &&
         box.height >= 4 && box.width >= 2 && filled > 0.12;
}

/// Boxes of letters on a film of [0,1].
std::vector<cv::Rect> letters(const cv::Mat1f& film) {
  const int side = std::min(film.cols, film.rows);
  const int width = std::max(3, static_cast<int>(std::lround(stroke * side)) | 1);
  cv::Mat1f raised;
  cv::morphologyEx(film, raised, cv::MORPH_TOPHAT,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, {width, width}));
  cv::Mat1b bright;
  cv::compare(raised, least_contrast, bright, cv::CMP_GT);
  cv::Mat1f across, down, gradient;
  cv::Sobel(film, across, CV_32F, 1, 0, 3, 1.0 / 8.0);
  cv::Sobel(film, down, CV_32F, 0, 1, 3, 1.0 / 8.0);
  cv::magnitude(across, down, gradient);
  cv::Mat1i labels, figures;
  cv::Mat1d middles;
  const int parts = cv::connectedComponentsWithStats(bright, labels, figures, middles, 8);
  std::vector<cv::Rect> boxes;
  for (int part = 1; part < parts; ++part) {
    const cv::Rect box(figures(part, cv::CC_STAT_LEFT), figures(part, cv::CC_STAT_TOP),
                       figures(part, cv::CC_STAT_WIDTH), figures(part, cv::CC_STAT_HEIGHT));
    if (!is_letter(box, figures(part, cv::CC_STAT_AREA), side)) continue;
    cv::Mat1b mask;
    cv::compare(labels(box), part, mask, cv::CMP_EQ);
    double brightest = 0.0;
    cv::minMaxLoc(film(box), nullptr, &brightest, nullptr, nullptr, mask);
    if (static_cast<float>(brightest) < least_brightness) continue;
    if (edge_of(mask, gradient(box)) >= least_edge) boxes.push_back(box);
  }
  return boxes;
}

/// Whether two boxes are neighbours of one line: as far apart as one is high, at most.
bool is_one_line(const cv::Rect& a, const cv::Rect& b) {
  const int high = std::max(a.height, b.height);
  const int gap_x = std::max(a.x, b.x) - std::min(a.br().x, b.br().x);
  const int gap_y = std::max(a.y, b.y) - std::min(a.br().y, b.br().y);
  return gap_x <= high && gap_y <= high / 3;
}

std::vector<cv::Rect> lines_of(std::vector<cv::Rect> boxes) {
  for (bool joined = true; joined;) {
    joined = false;
    for (std::size_t i = 0; i < boxes.size() && !joined; ++i) {
      for (std::size_t k = i + 1; k < boxes.size() && !joined; ++k) {
        if (!is_one_line(boxes[i], boxes[k])) continue;
        boxes[i] |= boxes[k];
        boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(k));
        joined = true;
      }
    }
  }
  return boxes;
}

}  // namespace

std::vector<Box> find_text(const GreyImage& film) {
  const cv::Mat1f small = film_mat(film, most_side_pixels);
  if (small.empty()) return {};
  const double scale_x = static_cast<double>(film.width_pixels) / small.cols;
  const double scale_y = static_cast<double>(film.height_pixels) / small.rows;
  std::vector<Box> boxes;
  for (const cv::Rect& line : lines_of(letters(small))) {
    const int margin = std::max(1, line.height / 5);
    const Box box{static_cast<int>(std::floor((line.x - margin) * scale_x)),
                  static_cast<int>(std::floor((line.y - margin) * scale_y)),
                  static_cast<int>(std::ceil((line.br().x + margin) * scale_x)),
                  static_cast<int>(std::ceil((line.br().y + margin) * scale_y))};
    boxes.push_back({std::max(0, box.left), std::max(0, box.top),
                     std::min(film.width_pixels, box.right),
                     std::min(film.height_pixels, box.bottom)});
  }
  return boxes;
}

Region text_region(const GreyImage& film) {
  return boxes_region(film.width_pixels, film.height_pixels, find_text(film));
}

}  // namespace chestlens
