#pragma once

#include "phantom/patient.hpp"

namespace chestlens::phantom {

/// The patient as centimetres of each material along the beam.
struct Chest {
  Plane body;     // inside the skin, whatever is there
  Plane lung;     // of which lung tissue (air and its thin walls)
  Plane gas;      // of which air outside the lungs: trachea, stomach
  Plane vessels;  // blood within the lungs
  Plane bone;     // cortical bone beyond soft tissue
};

Chest draw_chest(const Patient& patient, const Pose& pose, const View& view, Random& random);

/// The skeleton: ribs, spine, clavicles, shoulder blades, arms.
Plane draw_bones(const Patient& patient, const Pose& pose, const View& view);

/// Blood vessels of both lungs, branching from the hila.
Plane draw_vessels(const Patient& patient, const View& view);

/// One branch and its daughters as a chain of points with radii, for vessels and bronchi.
using Branch = std::vector<TubePoint>;
std::vector<Branch> grow_branches(const Patient& patient, Side side, Random& random, int trunks,
                                  double radius_cm);

}  // namespace chestlens::phantom
