#include "phantom/clutter.hpp"

#include <cmath>

namespace chestlens::phantom {
namespace {

std::vector<TubePoint> wire(std::span<const Point> knots, double radius_cm, double weight) {
  std::vector<TubePoint> tube;
  for (const Point& point : spline(knots, 8)) tube.push_back({point, radius_cm, weight});
  return tube;
}

/// An electrode with its clip and a cable that leaves the film.
void add_lead(Clutter& clutter, const Patient& p, const View& view, Random& random) {
  const Point electrode{random.uniform(-0.9, 0.9) * p.half_width,
                        random.uniform(p.lung_top + 1.0, p.lung_base)};
  unite_ellipsoid(clutter.metal, view, electrode, {0.45, 0.45}, 0.0, 0.035);
  const double s = random.sign();
  const std::vector<Point> cable{
      electrode,
      electrode + Point{s * random.uniform(1.0, 5.0), random.normal(0.0, 3.0)},
      {s * random.uniform(7.0, 14.0), random.uniform(p.lung_top, p.lung_base + 3.0)},
      {s * random.uniform(20.0, 30.0), random.uniform(-20.0, 25.0)}};
  add_solid_tube(clutter.metal, view, wire(cable, 0.09, 0.12));
}

/// A catheter or feeding tube along the midline.
void add_line(Clutter& clutter, const Patient& p, const View& view, Random& random) {
  const double side = random.sign();
  const std::vector<Point> line{{side * random.uniform(1.0, 7.0), p.lung_top - 8.0},
                                {side * random.uniform(0.3, 2.0), p.lung_top + 2.0},
                                {random.normal(0.4, 0.6), p.lung_top + random.uniform(6.0, 9.0)},
                                {random.normal(0.5, 1.2), random.uniform(-1.0, p.lung_base + 3.0)}};
  add_tube(clutter.metal, view, wire(line, 0.16, 0.1), 0.05, 0.0);
}

/// A fold of skin or clothing: a long edge that fades to one side.
void add_fold(Clutter& clutter, const Patient& p, const View& view, Random& random) {
  const double s = random.sign();
  const std::vector<Point> fold{
      {s * random.uniform(0.5, 1.1) * p.half_width, random.uniform(-14.0, -6.0)},
      {s * random.uniform(0.6, 0.9) * p.half_width, random.uniform(-3.0, 3.0)},
      {s * random.uniform(0.7, 1.2) * p.half_width, random.uniform(8.0, 15.0)}};
  add_solid_tube(clutter.soft, view, wire(fold, random.uniform(0.3, 0.9), 0.8));
}

/// A plate of collapsed lung: a thin band low in one lung, in healthy people too.
void add_plate(Clutter& clutter, const Patient& p, const View& view, Random& random) {
  const double s = random.sign();
  const double y = p.dome_right - random.uniform(0.5, 3.0);
  const double x = s * random.uniform(4.0, 6.5);
  const std::vector<Point> plate{{x, y + random.normal(0.0, 0.6)},
                                 {x + s * random.uniform(2.0, 4.5), y + random.normal(0.0, 0.8)}};
  add_solid_tube(clutter.soft, view, wire(plate, random.uniform(0.12, 0.3), 3.0));
}

}  // namespace

Clutter draw_clutter(const Patient& patient, const View& view, Random& random) {
  Clutter clutter{Plane(view.canvas, 0.0F), Plane(view.canvas, 0.0F)};
  if (random.chance(0.25))
    for (int lead = random.integer(1, 4); lead > 0; --lead)
      add_lead(clutter, patient, view, random);
  if (random.chance(0.2))
    for (int line = random.integer(1, 2); line > 0; --line)
      add_line(clutter, patient, view, random);
  if (random.chance(0.25)) add_fold(clutter, patient, view, random);
  if (random.chance(0.2)) add_plate(clutter, patient, view, random);
  return clutter;
}

}  // namespace chestlens::phantom
