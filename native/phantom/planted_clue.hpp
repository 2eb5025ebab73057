#pragma once

#include "phantom/canvas.hpp"
#include "phantom/phantom.hpp"

namespace chestlens::phantom {

/// Changes a film of 0..1 as the clue says.
void plant_clue(Plane& film, const PlantedClue& clue, Random& random);

}  // namespace chestlens::phantom
