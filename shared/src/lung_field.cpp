#include "film_mat.hpp"

#include <chestlens/lung_field.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr int side_pixels = 128;         // lungs are searched at this size
constexpr int rounds = 8;                // of expectation and maximisation
constexpr double least_likeness = 0.45;  // to the average lungs, of a film whose lungs are seen

/// The box of both lungs as shares of a film's width and height: its middle and its sides.
struct LungBox {
  double x = 0.5;
  double y = 0.46;
  double width = 0.74;
  double height = 0.68;
};

struct Greys {
  double mean = 0.0;
  double deviation = 1.0;

  double density(double grey) const {
    const double z = (grey - mean) / deviation;
    return std::exp(-0.5 * z * z) / deviation + 0.1;  // greys of neither are never ruled out
  }
};

double step(double value, double width) {
  return 1.0 / (1.0 + std::exp(-value / width));
}

/// How probable it is that a place of the box, u across and v down in [0,1], lies in a lung: inside
/// the rib cage, above the dome of the diaphragm, beside the mediastinum, which the heart widens
/// below and to the film's right.
double average_lung(double u, double v) {
  const double across = 2.0 * (u - 0.5);
  const double apex = std::clamp(v, 0.0, 1.0);
  const double wall = std::pow(1.0 - std::pow(1.0 - apex, 2.2), 0.5);
  const double heart = across > 0.0 ? 0.30 : 0.14;
  const double mediastinum = 0.14 + heart * std::clamp((v - 0.35) / 0.65, 0.0, 1.0);
  const double dome = 0.80 + 0.20 * std::abs(across);
  return step(wall - std::abs(across), 0.05) * step(std::abs(across) - mediastinum, 0.03) *
         step(dome - v, 0.05) * step(v, 0.02);
}

double prior_at(const LungBox& box, double x, double y) {
  const double u = (x - box.x) / box.width + 0.5, v = (y - box.y) / box.height + 0.5;
  return std::clamp(average_lung(u, v), 0.003, 0.97);
}

cv::Mat1d prior_of(const LungBox& box, const cv::Size& size) {
  cv::Mat1d prior(size);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      prior(y, x) = prior_at(box, (x + 0.5) / size.width, (y + 0.5) / size.height);
    }
  }
  return prior;
}

/// Greys weighted by `weights`, in the box and a little around it.
Greys greys_of(const cv::Mat1f& film, const cv::Mat1d& weights, const LungBox& box) {
  double weight = 0.0, sum = 0.0, squares = 0.0;
  for (int row = 0; row < film.rows; ++row) {
    for (int column = 0; column < film.cols; ++column) {
      const double x = (column + 0.5) / film.cols, y = (row + 0.5) / film.rows;
      if (std::abs(x - box.x) > 0.55 * box.width || std::abs(y - box.y) > 0.55 * box.height) {
        continue;
      }
      const double grey = double{film(row, column)};
      weight += weights(row, column);
      sum += weights(row, column) * grey;
      squares += weights(row, column) * grey * grey;
    }
  }
  if (weight <= 0.0) return {};
  const double mean = sum / weight;
  return {mean, std::max(0.04, std::sqrt(std::max(0.0, squares / weight - mean * mean)))};
}

/// Dark parts that are open to the film's left, right or upper edge, the air around the patient,
/// at the middle grey of the rest: air is as dark as lungs.
cv::Mat1f without_air(const cv::Mat1f& film) {
  cv::Mat1b dark;
  cv::compare(film, 0.15, dark, cv::CMP_LT);
  cv::Mat1b rest = dark.clone();
  for (int y = 0; y < film.rows; ++y) {
    for (const int x : {0, film.cols - 1}) {
      if (rest(y, x) == 255) cv::floodFill(rest, {x, y}, 128);
    }
  }
  for (int x = 0; x < film.cols; ++x) {
    if (rest(0, x) == 255) cv::floodFill(rest, {x, 0}, 128);
  }
  cv::Mat1b air, patient;
  cv::compare(rest, 128, air, cv::CMP_EQ);
  cv::compare(rest, 128, patient, cv::CMP_NE);
  cv::Mat1f result = film.clone();
  if (cv::countNonZero(patient) > 0) result.setTo(cv::mean(film, patient)[0], air);
  return result;
}

/// How well the film is dark where the average lungs of a box are and bright around them:
/// correlation of its negative with them, in the box and a margin.
double likeness(const cv::Mat1f& film, const LungBox& box) {
  constexpr double margin = 0.62;
  double count = 0.0, g = 0.0, gg = 0.0, p = 0.0, pp = 0.0, gp = 0.0;
  for (int row = 0; row < film.rows; ++row) {
    const double v = ((row + 0.5) / film.rows - box.y) / box.height;
    if (std::abs(v) > margin) continue;
    for (int column = 0; column < film.cols; ++column) {
      const double u = ((column + 0.5) / film.cols - box.x) / box.width;
      if (std::abs(u) > margin) continue;
      const double grey = -double{film(row, column)}, prior = average_lung(u + 0.5, v + 0.5);
      count += 1.0;
      g += grey;
      gg += grey * grey;
      p += prior;
      pp += prior * prior;
      gp += grey * prior;
    }
  }
  const double variances = (gg - g * g / count) * (pp - p * p / count);
  return variances > 0.0 ? (gp - g * p / count) / std::sqrt(variances) : 0.0;
}

/// What a box loses for being far from the average one.
double rarity(const LungBox& box) {
  const LungBox average;
  const auto squared = [](double x) { return x * x; };
  return 0.02 * (squared((box.x - average.x) / 0.04) + squared((box.y - average.y) / 0.06) +
                 squared((box.width - average.width) / 0.08) +
                 squared((box.height - average.height) / 0.10));
}

struct Found {
  LungBox box;
  double likeness = 0.0;
};

/// The box that fits best, among those of a grid around the average, which then is made finer.
Found fit_box(const cv::Mat1f& film) {
  Found best{{}, likeness(film, {})};  // less rarity, here
  for (double step = 0.08; step > 0.015; step *= 0.5) {
    for (bool moved = true; moved;) {
      moved = false;
      const LungBox from = best.box;
      for (const auto& [side, low, high] :
           {std::tuple(&LungBox::x, 0.38, 0.62), std::tuple(&LungBox::y, 0.30, 0.64),
            std::tuple(&LungBox::width, 0.46, 0.98), std::tuple(&LungBox::height, 0.40, 0.98)}) {
        for (const double change : {-step, step}) {
          LungBox tried = from;
          tried.*side = std::clamp(from.*side + change, low, high);
          const double found = likeness(film, tried) - rarity(tried);
          if (found <= best.likeness + 1e-9) continue;
          best = {tried, found};
          moved = true;
        }
      }
    }
  }
  best.likeness += rarity(best.box);
  return best;
}

struct Estimate {
  cv::Mat1d lungs;  // probabilities
  LungBox box;
  bool is_seen = false;
};

/// Two kinds of grey, one of them where lungs are on average (EM; Dempster 1977).
Estimate search(const cv::Mat1f& whole) {
  cv::Mat1f small, shade;
  cv::Mat1f film = without_air(whole);
  cv::GaussianBlur(film, shade, {0, 0}, 0.22 * side_pixels, 0.0, cv::BORDER_REPLICATE);
  cv::subtract(film, shade, film);
  cv::resize(film, small, {side_pixels / 3, side_pixels / 3}, 0.0, 0.0, cv::INTER_AREA);
  const auto [box, fit] = fit_box(small);
  const cv::Mat1d prior = prior_of(box, film.size());
  Estimate estimate{prior.clone(), box, fit > least_likeness};
  for (int round = 0; round < rounds; ++round) {
    cv::Mat1d outside;
    cv::subtract(1.0, estimate.lungs, outside);
    const Greys lung = greys_of(film, estimate.lungs, box);
    const Greys other = greys_of(film, outside, box);
    if (other.mean - lung.mean < 0.02) return {prior, box, false};
    for (int y = 0; y < film.rows; ++y) {
      for (int x = 0; x < film.cols; ++x) {
        // What is darker than a lung is as much a lung as its middle grey.
        const double grey = std::clamp(double{film(y, x)}, lung.mean, other.mean);
        const double one = prior(y, x) * lung.density(grey);
        const double none = (1.0 - prior(y, x)) * other.density(grey);
        estimate.lungs(y, x) = one / (one + none);
      }
    }
  }
  return estimate;
}

/// The largest part on one side of the film's middle, without holes, its outline smooth.
cv::Mat1b largest_part(const cv::Mat1b& lungs, int begin, int end) {
  cv::Mat1b half(lungs.size(), uchar{0});
  lungs.colRange(begin, end).copyTo(half.colRange(begin, end));
  const auto disc = [](int radius) {
    return cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1});
  };
  cv::morphologyEx(half, half, cv::MORPH_OPEN, disc(3));
  cv::morphologyEx(half, half, cv::MORPH_CLOSE, disc(5));
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(half, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  cv::Mat1b part(lungs.size(), uchar{0});
  if (outlines.empty()) return part;
  const auto largest = std::ranges::max_element(
      outlines, {}, [](const auto& outline) { return cv::contourArea(outline); });
  cv::drawContours(part, outlines, static_cast<int>(largest - outlines.begin()), 255, cv::FILLED);
  return part;
}

Region region_of(const cv::Mat1b& part, const GreyImage& film) {
  cv::Mat1b large;
  cv::resize(part, large, {film.width_pixels, film.height_pixels}, 0.0, 0.0, cv::INTER_LINEAR);
  Region region{film.width_pixels, film.height_pixels, {}};
  for (const uchar value : large) region.pixels.push_back(value >= 128);
  return region;
}

bool is_a_lung(const cv::Mat1b& part) {
  const double share =
      static_cast<double>(cv::countNonZero(part)) / static_cast<double>(part.total());
  return share > 0.025 && share < 0.32;
}

/// Both lungs on a film of side_pixels squared.
struct LungParts {
  cv::Mat1b right;
  cv::Mat1b left;
  bool is_seen = false;
};

LungParts estimate_parts(const GreyImage& film) {
  const cv::Size size(side_pixels, side_pixels);
  cv::Mat1f levels = film_mat(film, 4 * side_pixels);
  Estimate estimate{prior_of({}, size), {}, false};
  if (!levels.empty()) {
    cv::resize(levels, levels, size, 0.0, 0.0, cv::INTER_AREA);
    cv::GaussianBlur(levels, levels, {0, 0}, 1.5);
    estimate = search(levels);
  }
  const auto parts = [&](const Estimate& from) {
    cv::Mat1b lungs;
    cv::compare(from.lungs, 0.5, lungs, cv::CMP_GT);
    const int middle = static_cast<int>(std::lround(from.box.x * size.width));
    return std::pair(largest_part(lungs, 0, middle), largest_part(lungs, middle, size.width));
  };
  auto [right, left] = parts(estimate);
  bool is_seen = estimate.is_seen;
  if (!is_a_lung(right) || !is_a_lung(left)) {
    is_seen = false;
    const auto average = parts({prior_of(estimate.box, size), estimate.box, false});
    if (!is_a_lung(right)) right = average.first;
    if (!is_a_lung(left)) left = average.second;
  }
  return {right, left, is_seen};
}

}  // namespace

LungField estimate_lung_field(const GreyImage& film) {
  const auto [right, left, is_seen] = estimate_parts(film);
  return {region_of(right, film), region_of(left, film), is_seen};
}

Box lung_box(const GreyImage& film) {
  const auto [right, left, is_seen] = estimate_parts(film);
  const cv::Rect box = cv::boundingRect(right) | cv::boundingRect(left);
  if (box.empty()) return {0, 0, film.width_pixels, film.height_pixels};
  // Cells of the small film to whole pixels of the film, outwards.
  const auto span = [](int first, int cells, int pixels) {
    constexpr double margin = 0.1;
    const double scale = static_cast<double>(pixels) / side_pixels;
    const double begin = (first - margin * cells) * scale;
    const double end = (first + (1.0 + margin) * cells) * scale;
    return std::pair(std::max(0, static_cast<int>(std::floor(begin))),
                     std::min(pixels, static_cast<int>(std::ceil(end))));
  };
  const auto [x_begin, x_end] = span(box.x, box.width, film.width_pixels);
  const auto [y_begin, y_end] = span(box.y, box.height, film.height_pixels);
  return {x_begin, y_begin, x_end, y_end};
}

Region both_lungs(const LungField& field) {
  Region both = field.film_right;
  for (std::size_t i = 0; i < both.pixels.size(); ++i) both.pixels[i] |= field.film_left.pixels[i];
  return both;
}

Region with_lung_margin(const Region& lung) {
  return grown(lung, static_cast<int>(std::lround(0.03 * lung.width_pixels)));
}

}  // namespace chestlens
