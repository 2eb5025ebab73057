#include "phantom/anatomy.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chestlens::phantom {
namespace {

bool in_chest(const Patient& p, Side side, Point at) {
  const double outward = at.x * sign(side);
  return at.y > p.lung_top + 0.6 && at.y < p.lung_base + 1.5 && outward > 0.5 &&
         outward < chest_wall(p, at.y) - 0.8;
}

/// Walks on from `start`, thinning with every step, forking into two now and then (daughters keep
/// r^3, Murray 1926), until the vessel is too thin or leaves the lung.
void grow(std::vector<Branch>& branches, const Patient& p, Side side, Random& random,
          TubePoint start, double heading) {
  constexpr double step_cm = 0.55;
  constexpr double least_radius_cm = 0.045;
  Branch branch{start};
  TubePoint tip = start;
  while (tip.radius_cm > least_radius_cm) {
    heading += random.normal(0.0, 0.09);
    tip.center += Point(std::cos(heading), std::sin(heading)) * step_cm;
    tip.radius_cm *= 0.972;
    if (!in_chest(p, side, tip.center)) break;
    branch.push_back(tip);
    if (branch.size() > 3 && random.chance(0.16)) {
      const double share = random.uniform(0.3, 0.7);
      const double side_turned_to = random.sign();
      const double turn = side_turned_to * random.uniform(0.3, 0.75);
      TubePoint daughter = tip;
      daughter.radius_cm *= std::cbrt(share);
      grow(branches, p, side, random, daughter, heading + turn);
      tip.radius_cm *= std::cbrt(1.0 - share);
      heading -= 0.4 * turn;
    }
  }
  if (branch.size() > 1) branches.push_back(std::move(branch));
}

}  // namespace

std::vector<Branch> grow_branches(const Patient& patient, Side side, Random& random, int trunks,
                                  double radius_cm) {
  std::vector<Branch> branches;
  const Point root = hilum(patient, side);
  for (int trunk = 0; trunk < trunks; ++trunk) {
    // From nearly straight up, through outwards, to nearly straight down.
    const double fan = (trunk + random.uniform(0.2, 0.8)) / trunks;
    const double outward = -1.35 + 2.8 * fan;
    const double heading = side == Side::left ? outward : std::numbers::pi - outward;
    const Point start = root + Point{random.normal(0.0, 0.4), random.normal(0.0, 1.0)};
    grow(branches, patient, side, random, {start, radius_cm * random.uniform(0.7, 1.1), 1.3},
         heading);
  }
  return branches;
}

Plane draw_vessels(const Patient& patient, const View& view) {
  Plane vessels(view.canvas, 0.0F);
  for (const Side side : both_sides) {
    Random random(patient.branching, 0, side == Side::left ? 1 : 0);
    for (const double radius : {0.66, 0.52})  // arteries and veins lie over each other
      for (const Branch& branch :
           grow_branches(patient, side, random, 9, radius * patient.vessel_size))
        add_solid_tube(vessels, view, branch);
  }
  return vessels;
}

}  // namespace chestlens::phantom
