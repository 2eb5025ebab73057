#include "phantom/canvas.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens::phantom {
namespace {

cv::Rect bounding_pixels(const View& view, Point low, Point high, double margin_pixels) {
  const cv::Point corner(static_cast<int>(std::floor(low.x - margin_pixels)),
                         static_cast<int>(std::floor(low.y - margin_pixels)));
  const cv::Point opposite(static_cast<int>(std::ceil(high.x + margin_pixels)) + 1,
                           static_cast<int>(std::ceil(high.y + margin_pixels)) + 1);
  return cv::Rect(corner, opposite) & cv::Rect(cv::Point(), view.canvas);
}

double half_chord(double distance) {
  return std::sqrt(std::max(0.0, 1.0 - distance * distance));
}

/// The tube's point nearest to a pixel; the distance in radii of the tube there.
struct Nearest {
  double distance_squared = 1.0;
  double radius = 0.0;  // pixels
  double weight = 0.0;
};

void keep_nearest(Nearest& nearest, Point pixel, const TubePoint& from, const TubePoint& to) {
  const Point along = to.center - from.center;
  const double length_squared = std::max(along.dot(along), 1e-12);
  const double share = std::clamp((pixel - from.center).dot(along) / length_squared, 0.0, 1.0);
  const double radius = from.radius_cm + share * (to.radius_cm - from.radius_cm);
  const Point apart = pixel - from.center - along * share;
  const double distance_squared = apart.dot(apart) / (radius * radius);
  if (distance_squared < nearest.distance_squared)
    nearest = {distance_squared, radius, from.weight + share * (to.weight - from.weight)};
}

/// A tube in pixels. One thinner than a pixel is widened to be seen at all and thinned to keep its
/// area.
std::vector<TubePoint> tube_in_pixels(const View& view, std::span<const TubePoint> tube) {
  constexpr double least_radius_pixels = 0.75;
  std::vector<TubePoint> result;
  result.reserve(tube.size());
  for (const TubePoint& point : tube) {
    const double radius = point.radius_cm * view.pixels_per_cm;
    const double drawn = std::max(radius, least_radius_pixels);
    const double kept = (radius / drawn) * (radius / drawn);
    result.push_back({view.to_pixels(point.center), drawn, point.weight * kept});
  }
  return result;
}

}  // namespace

Point View::to_pixels(Point cm) const {
  const Point offset = (cm - center) * pixels_per_cm;
  const double c = std::cos(angle_radians);
  const double s = std::sin(angle_radians);
  return {c * offset.x - s * offset.y + 0.5 * canvas.width,
          s * offset.x + c * offset.y + 0.5 * canvas.height};
}

Point View::to_cm(Point pixels) const {
  const Point offset(pixels.x - 0.5 * canvas.width, pixels.y - 0.5 * canvas.height);
  const double c = std::cos(angle_radians);
  const double s = std::sin(angle_radians);
  return center + Point(c * offset.x + s * offset.y, c * offset.y - s * offset.x) / pixels_per_cm;
}

std::vector<Point> spline(std::span<const Point> knots, int steps, bool closed) {
  const int count = static_cast<int>(knots.size());
  const auto knot = [&](int i) {
    const int index = closed ? (i + count) % count : std::clamp(i, 0, count - 1);
    return knots[static_cast<std::size_t>(index)];
  };
  std::vector<Point> points;
  for (int span = 0; span < (closed ? count : count - 1); ++span) {
    const Point a = knot(span - 1), b = knot(span), c = knot(span + 1), d = knot(span + 2);
    for (int step = 0; step < steps; ++step) {
      const double t = static_cast<double>(step) / steps;
      points.push_back((b * 2.0 + (c - a) * t + (a * 2.0 - b * 5.0 + c * 4.0 - d) * (t * t) +
                        (b * 3.0 - a - c * 3.0 + d) * (t * t * t)) *
                       0.5);
    }
  }
  if (!closed) points.push_back(knots.back());
  return points;
}

Plane depth_inside(const View& view, std::span<const Point> outline) {
  constexpr int fraction_bits = 4;
  std::vector<cv::Point> polygon;
  polygon.reserve(outline.size());
  for (const Point& point : outline)
    polygon.emplace_back(view.to_pixels(point) * double(1 << fraction_bits));
  cv::Mat1b inside(view.canvas, 0);
  cv::fillPoly(inside, std::vector<std::vector<cv::Point>>{polygon}, 255, cv::LINE_8,
               fraction_bits);
  Plane depth;
  cv::distanceTransform(inside, depth, cv::DIST_L2, cv::DIST_MASK_5);
  return combine([&](double pixels) { return pixels / view.pixels_per_cm; }, depth);
}

Plane rounded(const Plane& depth_cm, double reach_cm) {
  return combine([&](double depth) { return half_chord(1.0 - std::min(depth / reach_cm, 1.0)); },
                 depth_cm);
}

void add_tube(Plane& plane, const View& view, std::span<const TubePoint> tube, double wall_cm,
              double core) {
  const std::vector<TubePoint> points = tube_in_pixels(view, tube);
  if (points.size() < 2) return;
  Point low = points[0].center, high = points[0].center;
  double widest = 0.0;
  for (const TubePoint& point : points) {
    low = {std::min(low.x, point.center.x), std::min(low.y, point.center.y)};
    high = {std::max(high.x, point.center.x), std::max(high.y, point.center.y)};
    widest = std::max(widest, point.radius_cm);
  }
  const cv::Rect box = bounding_pixels(view, low, high, widest);
  if (box.empty()) return;

  std::vector<Nearest> nearest(static_cast<std::size_t>(box.area()));
  const auto at = [&](int x, int y) -> Nearest& {
    return nearest[static_cast<std::size_t>((y - box.y) * box.width + (x - box.x))];
  };
  for (std::size_t i = 1; i < points.size(); ++i) {
    const TubePoint &from = points[i - 1], &to = points[i];
    const Point first(std::min(from.center.x, to.center.x), std::min(from.center.y, to.center.y));
    const Point last(std::max(from.center.x, to.center.x), std::max(from.center.y, to.center.y));
    const cv::Rect part =
        bounding_pixels(view, first, last, std::max(from.radius_cm, to.radius_cm));
    for (int y = part.y; y < part.br().y; ++y)
      for (int x = part.x; x < part.br().x; ++x)
        keep_nearest(at(x, y), {x + 0.5, y + 0.5}, from, to);
  }

  for (int y = box.y; y < box.br().y; ++y)
    for (int x = box.x; x < box.br().x; ++x) {
      const Nearest& found = at(x, y);
      if (found.distance_squared >= 1.0) continue;
      const double distance = std::sqrt(found.distance_squared);
      const double inner = 1.0 - std::min(1.0, wall_cm * view.pixels_per_cm / found.radius);
      double chord = half_chord(distance);
      if (inner > 0.0) chord -= (1.0 - core) * inner * half_chord(distance / inner);
      plane(y, x) +=
          static_cast<float>(2.0 * found.radius * found.weight * chord / view.pixels_per_cm);
    }
}

void add_solid_tube(Plane& plane, const View& view, std::span<const TubePoint> tube) {
  add_tube(plane, view, tube, 0.0, 1.0);
}

void unite_ellipsoid(Plane& plane, const View& view, Point center, cv::Size2d radii_cm,
                     double tilt_radians, double thickness_cm) {
  const double reach = std::max(radii_cm.width, radii_cm.height) * view.pixels_per_cm;
  const Point middle = view.to_pixels(center);
  const cv::Rect box = bounding_pixels(view, middle, middle, reach);
  const PixelGrid grid(view);
  const double c = std::cos(tilt_radians);
  const double s = std::sin(tilt_radians);
  for (int y = box.y; y < box.br().y; ++y)
    for (int x = box.x; x < box.br().x; ++x) {
      const Point offset = grid.at(x, y) - center;
      const double along = (c * offset.x + s * offset.y) / radii_cm.width;
      const double across = (c * offset.y - s * offset.x) / radii_cm.height;
      const double chord = thickness_cm * half_chord(std::hypot(along, across));
      plane(y, x) = std::max(plane(y, x), static_cast<float>(chord));
    }
}

Plane smooth_noise(const View& view, Random& random, double cell_cm) {
  const auto cells = [&](int pixels) {
    return std::max(2, static_cast<int>(std::lround(pixels / view.pixels_per_cm / cell_cm)));
  };
  Plane lattice(cells(view.canvas.height), cells(view.canvas.width));
  constexpr double widened = 1.3;  // interpolation averages neighbours
  for (float& value : lattice) value = static_cast<float>(widened * random.normal());
  Plane noise;
  cv::resize(lattice, noise, view.canvas, 0.0, 0.0, cv::INTER_CUBIC);
  return noise;
}

double smooth_step(double low, double high, double value) {
  const double t = std::clamp((value - low) / (high - low), 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

}  // namespace chestlens::phantom
