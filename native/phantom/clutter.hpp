#pragma once

#include "phantom/patient.hpp"

namespace chestlens::phantom {

/// Things of every class that are no finding: leads, tubes, folds, a plate of collapsed lung.
struct Clutter {
  Plane metal;  // cm along the beam
  Plane soft;   // cm of soft tissue added outside or inside the chest
};

Clutter draw_clutter(const Patient& patient, const View& view, Random& random);

}  // namespace chestlens::phantom
