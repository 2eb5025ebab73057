#pragma once

#include "phantom/random.hpp"

#include <opencv2/core.hpp>

#include <span>
#include <vector>

namespace chestlens::phantom {

/// Centimetres in the patient: x towards the film's right (the patient's left), y downwards.
using Point = cv::Point2d;

/// One value per canvas pixel, mostly centimetres of a tissue along the beam.
using Plane = cv::Mat1f;

/// Where the patient lies on the canvas: a similarity from centimetres to pixels.
struct View {
  cv::Size canvas;
  double pixels_per_cm = 1.0;
  double angle_radians = 0.0;
  Point center;  // the point of the patient at the canvas' middle

  Point to_pixels(Point cm) const;
  Point to_cm(Point pixels) const;
};

/// Where in the patient each pixel's middle lies: View::to_cm without its trigonometry.
class PixelGrid {
 public:
  explicit PixelGrid(const View& view)
      : origin_(view.to_cm({0.5, 0.5})),
        right_(view.to_cm({1.5, 0.5}) - origin_),
        down_(view.to_cm({0.5, 1.5}) - origin_) {}

  Point at(int x, int y) const { return origin_ + right_ * double(x) + down_ * double(y); }

 private:
  Point origin_;
  Point right_;
  Point down_;
};

/// f(Point in cm) at every pixel.
template <typename Function>
Plane evaluate(const View& view, Function f) {
  Plane plane(view.canvas);
  const PixelGrid grid(view);
  for (int y = 0; y < plane.rows; ++y) {
    float* row = plane[y];
    for (int x = 0; x < plane.cols; ++x) row[x] = static_cast<float>(f(grid.at(x, y)));
  }
  return plane;
}

/// f(value in each plane, as doubles) at every pixel; the planes have one size.
template <typename Function, typename... Planes>
Plane combine(Function f, const Plane& first, const Planes&... others) {
  Plane result(first.size());
  for (int y = 0; y < result.rows; ++y)
    for (int x = 0; x < result.cols; ++x)
      result(y, x) = static_cast<float>(
          f(static_cast<double>(first(y, x)), static_cast<double>(others(y, x))...));
  return result;
}

/// Points of a Catmull-Rom spline through `knots`, `steps` to a span.
std::vector<Point> spline(std::span<const Point> knots, int steps, bool closed = false);

/// Distance in cm from each pixel inside the closed outline to its nearest edge; 0 outside.
Plane depth_inside(const View& view, std::span<const Point> outline);

/// depth_inside as the thickness of a rounded body, 0 at the edge and 1 from `reach_cm` inwards:
/// a quarter circle, so an edge is as sharp as that of a real convex organ.
Plane rounded(const Plane& depth_cm, double reach_cm);

struct TubePoint {
  Point center;
  double radius_cm = 0.0;
  double weight = 1.0;  // multiplies the thickness, e.g. where the tube turns along the beam
};

/// Adds the thickness of a tube along the beam: 2 sqrt(R^2 - d^2), less the same of its core, of
/// which `core` (0 hollow .. 1 solid) stays. A wall therefore shows as two bright edges.
void add_tube(Plane& plane, const View& view, std::span<const TubePoint> tube, double wall_cm,
              double core);
void add_solid_tube(Plane& plane, const View& view, std::span<const TubePoint> tube);

/// Raises `plane` to the thickness (`thickness_cm` in the middle) of a tilted ellipsoid.
void unite_ellipsoid(Plane& plane, const View& view, Point center, cv::Size2d radii_cm,
                     double tilt_radians, double thickness_cm);

/// Smooth noise of mean 0 and deviation about 1 whose features are `cell_cm` wide.
Plane smooth_noise(const View& view, Random& random, double cell_cm);

/// 0 below `low`, 1 above `high`, a cubic between.
double smooth_step(double low, double high, double value);

}  // namespace chestlens::phantom
