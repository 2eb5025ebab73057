#include "phantom/anatomy.hpp"

#include <algorithm>
#include <cmath>

namespace chestlens::phantom {
namespace {

/// Outline of neck, shoulders and trunk; far beyond the film above and below.
std::vector<Point> skin(const Patient& p) {
  const double shoulder = p.lung_top + p.shoulder_drop;
  const double wide = p.half_width;
  const std::vector<Point> half{{5.6, -45.0},
                                {5.4, p.lung_top - 7.0},
                                {7.4, p.lung_top - 4.4},
                                {wide * 0.95, shoulder - 2.4},
                                {wide + 4.8, shoulder - 0.8},
                                {wide + 6.6, shoulder + 3.0},
                                {wide + p.flank + 2.0, shoulder + 8.0},
                                {wide + p.flank, p.lung_top + 15.0},
                                {wide + p.flank - 0.3, p.lung_base},
                                {wide + p.flank + 0.8, p.lung_base + 8.0},
                                {wide + p.flank + 1.0, 45.0}};
  std::vector<Point> outline(half.begin(), half.end());
  for (auto point = half.rbegin(); point != half.rend(); ++point)
    outline.emplace_back(-point->x, point->y);
  return spline(outline, 8, true);
}

Branch chain(std::span<const Point> knots, double radius_cm, double weight) {
  Branch tube;
  for (const Point& point : spline(knots, 6)) tube.push_back({point, radius_cm, weight});
  return tube;
}

Plane draw_arm(const Patient& p, const View& view, Side side) {
  const double shoulder = p.lung_top + p.shoulder_drop;
  const std::vector<Point> line{{sign(side) * (p.half_width + 4.5), shoulder + 1.5},
                                {sign(side) * (p.half_width + p.flank + 5.0), shoulder + 14.0},
                                {sign(side) * (p.half_width + p.flank + 6.0), 40.0}};
  Plane arm(view.canvas, 0.0F);
  add_solid_tube(arm, view, chain(line, 4.2, 1.3));
  return arm;
}

Plane draw_breast(const Patient& p, const View& view, Side side) {
  Plane breast(view.canvas, 0.0F);
  unite_ellipsoid(breast, view, {sign(side) * 0.62 * p.half_width, p.dome_right - 2.2},
                  {0.48 * p.half_width, 5.2}, sign(side) * 0.25, p.breast);
  return breast;
}

Plane draw_body(const Patient& p, const Pose& pose, const View& view) {
  const Plane shape = rounded(depth_inside(view, skin(p)), 7.5);
  const Plane depth = evaluate(view, [&](Point at) {
    const double trunk = smooth_step(p.lung_top - 6.0, p.lung_top + 6.0, at.y);
    const double belly = smooth_step(p.dome_right - 2.0, p.lung_base + 4.0, at.y);
    const double turned = 1.0 + 0.012 * pose.turn * at.x / p.half_width;
    return p.depth * turned * (0.62 + 0.38 * trunk + 0.1 * belly);
  });
  Plane body = combine([](double a, double b) { return a * b; }, shape, depth);
  for (const Side side : both_sides) {
    if (pose.arms_down)
      body =
          combine([](double a, double b) { return std::max(a, b); }, body, draw_arm(p, view, side));
    if (p.breast > 0.0) body += draw_breast(p, view, side);
  }
  return body;
}

/// The space inside the rib cage on one side, down to the recess behind the diaphragm.
std::vector<Point> cavity(const Patient& p, Side side) {
  const auto medial = [&](double y) { return 1.1 + 3.6 * std::exp(-(y - p.lung_top) / 1.6); };
  const double recess = p.lung_base + 1.0;
  std::vector<Point> lateral, middle;
  for (int i = 0; i <= 60; ++i) {
    const double y = p.lung_top + (recess - p.lung_top) * i / 60.0;
    const double tuck = std::max(0.0, y - p.lung_base);
    if (chest_wall(p, y) <= medial(y)) continue;
    lateral.emplace_back(sign(side) * (chest_wall(p, y) - 0.25 - tuck), y);
    middle.emplace_back(sign(side) * medial(y), y);
  }
  lateral.insert(lateral.end(), middle.rbegin(), middle.rend());
  return lateral;
}

/// The mediastinum's silhouette, clockwise from the upper left of the patient: aortic knob,
/// pulmonary trunk, left ventricle to the apex; right atrium, superior vena cava.
std::vector<Point> mediastinal_outline(const Patient& p, const Pose& pose) {
  const double size = p.heart_size * p.half_width / 13.0;
  const double floor = 0.5 * (p.dome_right + p.dome_left);
  const double top = p.lung_top;
  const double knob = top + 6.0;
  std::vector<Point> outline{{2.5, top - 4.0},
                             {2.6, knob - 2.3},
                             {2.2 + 1.2 * p.aorta_size, knob - 0.3},
                             {2.1 + 1.1 * p.aorta_size, knob + 1.2},
                             {3.0, knob + 2.5},
                             {3.5 * size, knob + 4.1},
                             {4.2 * size, knob + 6.2},
                             {6.3 * size, floor - 4.4 + p.apex_drop},
                             {7.9 * size, floor - 1.9 + p.apex_drop},
                             {7.9 * size, floor + 0.3 + p.apex_drop},
                             {5.5 * size, floor + 3.0},
                             {0.0, floor + 3.4},
                             {-3.2 * size, floor + 2.4},
                             {-4.1 * size, floor - 0.4},
                             {-4.5 * size, floor - 3.4},
                             {-3.7 * size, floor - 6.2},
                             {-2.7, floor - 8.2},
                             {-2.4, knob + 1.0},
                             {-2.6, knob - 2.5},
                             {-2.5, top - 4.0}};
  const double shift = 0.8 * pose.turn;
  for (Point& point : outline) point.x += shift * smooth_step(top - 2.0, knob, point.y);
  return spline(outline, 6, true);
}

/// Heart and great vessels: soft tissue that takes the lungs' place.
Plane draw_mediastinum(const Patient& p, const Pose& pose, const View& view) {
  const Plane shape = rounded(depth_inside(view, mediastinal_outline(p, pose)), 3.0);
  return combine([&](double share) { return 0.9 * p.depth * share; }, shape);
}

/// Lung along the beam: the rib cage's inside, less heart and great vessels, less what the
/// diaphragm lifts into it. Below a dome only the recess behind it holds air.
Plane draw_lungs(const Patient& p, const Pose& pose, const View& view) {
  const Plane heart = draw_mediastinum(p, pose, view);
  Plane lungs(view.canvas, 0.0F);
  for (const Side side : both_sides) {
    const Plane inside = rounded(depth_inside(view, cavity(p, side)), 5.0);
    const Plane risen = evaluate(view, [&](Point at) {
      if (at.y < p.dome_right || at.x * sign(side) < 0.0) return 0.0;
      const double below = at.y - diaphragm(p, side, at.x);
      return below <= 0.0 ? 0.0 : std::sqrt(std::min(1.0, below / 4.5));
    });
    lungs = combine(
        [&](double other, double shape, double heart_cm, double share) {
          const double cavity_cm = 0.84 * p.depth * shape;
          return other + std::max(0.0, cavity_cm - std::max(heart_cm, cavity_cm * share));
        },
        lungs, inside, heart, risen);
  }
  return lungs;
}

Plane draw_gas(const Patient& p, const Pose& pose, const View& view, Random& random) {
  Plane gas(view.canvas, 0.0F);
  const double carina = p.lung_top + 7.6;
  const double shift = 0.5 * pose.turn;
  const std::vector<Point> trachea{
      {0.0, p.lung_top - 9.0}, {shift + 0.2, p.lung_top + 3.0}, {shift + 0.3, carina}};
  add_solid_tube(gas, view, chain(trachea, 0.95, 1.2));
  for (const Side side : both_sides) {
    const Point end = hilum(p, side);
    const std::vector<Point> bronchus{{shift + 0.3, carina}, {0.8 * end.x, end.y - 0.2}};
    add_solid_tube(gas, view, chain(bronchus, 0.6, 1.0));
  }
  if (p.stomach_gas > 0.0) {
    const Point bubble(0.5 * p.half_width + random.normal(0.0, 0.5),
                       p.dome_left + 1.0 + 0.8 * p.stomach_gas);
    unite_ellipsoid(gas, view, bubble, {1.5 * p.stomach_gas, p.stomach_gas}, 0.1,
                    1.7 * p.stomach_gas);
  }
  for (int loop = random.integer(0, 3); loop > 0; --loop) {
    const Point bowel{random.normal(2.0, 6.0), p.lung_base + random.uniform(2.0, 7.0)};
    const double radius = random.uniform(0.6, 1.6);
    unite_ellipsoid(gas, view, bowel, {1.4 * radius, radius}, random.uniform(-1.5, 1.5),
                    1.3 * radius);
  }
  return gas;
}

}  // namespace

Chest draw_chest(const Patient& patient, const Pose& pose, const View& view, Random& random) {
  Chest chest;
  chest.body = draw_body(patient, pose, view);
  const Plane coarse = smooth_noise(view, random, 2.5);
  const Plane fine = smooth_noise(view, random, 0.6);
  chest.lung = combine(
      [](double lung, double body, double wide, double narrow) {
        return std::min(lung, 0.85 * body) * (1.0 + 0.03 * wide + 0.025 * narrow);
      },
      draw_lungs(patient, pose, view), chest.body, coarse, fine);
  chest.gas = combine([](double gas, double body) { return std::min(gas, 0.5 * body); },
                      draw_gas(patient, pose, view, random), chest.body);
  chest.vessels = combine([](double vessel, double lung) { return std::min(vessel, lung); },
                          draw_vessels(patient, view), chest.lung);
  chest.bone = draw_bones(patient, pose, view);
  return chest;
}

}  // namespace chestlens::phantom
