#include "phantom/anatomy.hpp"

#include <algorithm>
#include <cmath>

namespace chestlens::phantom {
namespace {

constexpr double marrow = 0.12;  // mineral in the core of a bone, of its wall's

double spine_x(const Patient& p, double y) {
  const double along = (y - p.lung_top) / (p.lung_base - p.lung_top);
  return p.spine_curve * std::sin(3.0 * along);
}

void add_bone(Plane& bone, const View& view, std::span<const Point> knots, double radius_cm,
              double wall_cm, double weight) {
  Branch tube;
  for (const Point& point : spline(knots, 6)) tube.push_back({point, radius_cm, weight});
  add_tube(bone, view, tube, wall_cm, marrow);
}

/// One rib from vertebra to cartilage: outwards and down behind, round the side, where it runs
/// along the beam and shows brightest, then steeply down towards the midline in front, fading.
void add_rib(Plane& bone, const Patient& p, const Pose& pose, const View& view, Side side,
             int number) {
  const double spine_y = p.lung_top - 0.5 + p.rib_spacing * number;
  const double drop = p.rib_slope * (1.3 + 0.42 * number);
  const double side_y = spine_y + drop;
  const double wide = chest_wall(p, side_y) - 0.1;
  const double reach = p.rib_slope * (0.45 + 0.55 * std::min(1.0, number / 4.0));
  const double front = std::min(0.62, 0.42 + 0.035 * number);
  const double s = sign(side);
  const double shift = 0.6 * pose.turn;
  const std::vector<Point> knots{{s * 1.7 + spine_x(p, spine_y), spine_y + 0.3},
                                 {s * (0.22 * wide + 1.2), spine_y - 0.1},
                                 {s * 0.68 * wide, spine_y + 0.26 * drop},
                                 {s * 0.93 * wide, spine_y + 0.66 * drop},
                                 {s * wide, side_y},
                                 {s * 0.955 * wide + 0.3 * shift, side_y + 1.5 * reach},
                                 {s * 0.8 * wide + 0.7 * shift, side_y + 3.1 * reach},
                                 {s * front * wide + shift, side_y + 4.2 * reach}};
  constexpr int steps = 4;
  const std::vector<Point> line = spline(knots, steps);
  Branch tube;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const double along = static_cast<double>(i) / static_cast<double>(line.size() - 1);
    const double across = std::min(0.88, std::abs(line[i].x) / wide);
    const double tangent = 1.0 / std::sqrt(1.0 - across * across);
    const double fading = number < 7 ? 0.7 : 0.5;
    const double cartilage = 1.0 - smooth_step(fading, fading + 0.28, along);
    const double radius = p.rib_radius * (1.0 + 0.25 * smooth_step(0.6, 1.0, along));
    tube.push_back({line[i], radius, p.bone * tangent * cartilage});
  }
  add_tube(bone, view, tube, 0.15, marrow);
}

/// Vertebral bodies with dense end plates, pedicles and a spinous process, discs between.
Plane draw_spine(const Patient& p, const View& view) {
  constexpr double body_height = 2.35;
  const double top = p.lung_top - 9.0;
  return evaluate(view, [&](Point at) {
    if (std::abs(at.x) > 5.0) return 0.0;
    const double x = at.x - spine_x(p, at.y);
    const double half_width = 1.25 + 0.02 * (at.y - p.lung_top);
    if (std::abs(x) > half_width + 0.8) return 0.0;
    const double level = (at.y - top) / body_height;
    const double y = (level - std::floor(level) - 0.5) * body_height;
    const double waist = half_width - 0.15 * std::cos(3.0 * y / body_height);
    const double inside = std::min(waist - std::abs(x), 0.96 - std::abs(y));
    double mineral = 0.75 * smooth_step(-0.05, 0.15, inside);
    mineral += 0.55 * std::exp(-std::pow(inside / 0.14, 2.0));
    const double pedicle = std::hypot((std::abs(x) - 0.72 * half_width) / 0.33, (y + 0.3) / 0.45);
    mineral += 0.4 * std::exp(-std::pow((pedicle - 1.0) / 0.3, 2.0));
    const double process = std::hypot(x / 0.28, (y - 0.5) / 0.6);
    mineral += 0.45 * (1.0 - smooth_step(0.7, 1.1, process));
    return p.bone * mineral;
  });
}

void add_shoulder(Plane& bone, const Patient& p, const Pose& pose, const View& view, Side side) {
  const double s = sign(side);
  const double shoulder = p.lung_top + p.shoulder_drop;
  const double shift = 0.8 * pose.turn;
  const std::vector<Point> clavicle{{s * 1.6 + shift, p.lung_top + 4.0},
                                    {s * 5.2 + shift, p.lung_top + 3.3 + 0.2 * p.shoulder_drop},
                                    {s * 10.0, p.lung_top + 1.6 + 0.7 * p.shoulder_drop},
                                    {s * (p.half_width + 2.6), shoulder + 0.9}};
  add_bone(bone, view, clavicle, 0.66, 0.2, p.bone);

  const double inward = pose.shoulder_blades_over_lungs ? 3.2 : 0.4;
  const double edge = p.half_width - inward;
  const std::vector<Point> blade{
      {s * (edge - 0.2), shoulder + 1.6},         {s * (edge - 0.3), shoulder + 7.0},
      {s * (edge + 1.1), shoulder + 12.6},        {s * (edge + 3.2), shoulder + 7.0},
      {s * (p.half_width + 3.4), shoulder + 3.4}, {s * (edge + 2.4), shoulder + 1.8}};
  std::vector<Point> rim = spline(blade, 6, true);
  const double plate_cm = 0.16 * p.bone;
  bone = combine([&](double other, double plate) { return other + plate_cm * plate; }, bone,
                 rounded(depth_inside(view, rim), 0.3));
  rim.push_back(rim.front());
  Branch border;
  for (const Point& point : rim) border.push_back({point, 0.28, 0.55 * p.bone});
  add_tube(bone, view, border, 0.12, marrow);

  const Point head(s * (p.half_width + 5.2), shoulder + 2.6);
  const Point elbow = pose.arms_down ? head + Point(s * 1.6, 40.0) : head + Point(s * 14.0, 16.0);
  const std::vector<Point> shaft{head, head + (elbow - head) * 0.15, elbow};
  add_bone(bone, view, shaft, 1.15, 0.3, p.bone);
  Plane ball(view.canvas, 0.0F);
  unite_ellipsoid(ball, view, head, {2.3, 2.3}, 0.0, 0.9 * p.bone);
  bone += ball;
}

}  // namespace

Plane draw_bones(const Patient& patient, const Pose& pose, const View& view) {
  Plane bone = draw_spine(patient, view);
  for (const Side side : both_sides) {
    for (int number = 0; number < 12; ++number) add_rib(bone, patient, pose, view, side, number);
    add_shoulder(bone, patient, pose, view, side);
  }
  return bone;
}

}  // namespace chestlens::phantom
