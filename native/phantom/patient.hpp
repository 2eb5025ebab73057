#pragma once

#include "phantom/canvas.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace chestlens::phantom {

/// Which half of the chest: the patient's right is on the film's left.
enum class Side : int { right = -1, left = 1 };
inline constexpr std::array<Side, 2> both_sides{Side::right, Side::left};
constexpr double sign(Side side) {
  return static_cast<double>(static_cast<int>(side));
}

/// What stays the same on every film of a patient. Lengths in cm; y = 0 is mid-chest.
struct Patient {
  std::uint64_t branching = 0;  // seeds the vessel trees
  double lung_top = 0.0;        // y of the apices
  double lung_base = 0.0;       // y of the costophrenic angles
  double half_width = 0.0;      // of the rib cage at its widest
  double dome_right = 0.0;      // y of the diaphragm's domes
  double dome_left = 0.0;
  double depth = 0.0;   // of the trunk, front to back
  double flank = 0.0;   // soft tissue outside the ribs
  double breast = 0.0;  // thickness of a breast, 0 for none
  double shoulder_drop = 0.0;
  double heart_size = 1.0;
  double apex_drop = 0.0;  // how low the heart's apex hangs
  double aorta_size = 1.0;
  double lung_density = 0.25;  // of water
  double vessel_size = 1.0;
  double rib_spacing = 0.0;
  double rib_slope = 1.0;
  double rib_radius = 0.0;
  double bone = 1.0;         // mineral, relative
  double spine_curve = 0.0;  // sideways bow of the spine
  double stomach_gas = 0.0;  // radius of the bubble, 0 for none
};

/// What changes from one film of a patient to the next.
struct Pose {
  double inspiration = 0.0;  // cm the domes move down
  double turn = 0.0;         // cm the front of the chest moves to the film's right of the back
  bool arms_down = false;
  bool shoulder_blades_over_lungs = false;
};

Patient sample_patient(Random& random);
Pose sample_pose(Random& random);

/// The patient having breathed in: domes, rib cage and heart moved.
Patient breathe(Patient patient, const Pose& pose);

/// Half-width in cm of the rib cage's inside at a height, a superellipse from apex to base.
double chest_wall(const Patient& patient, double y);

/// Height of the diaphragm at a place; the dome falls off towards the costophrenic angle.
double diaphragm(const Patient& patient, Side side, double x);

/// Where vessels and bronchi enter a lung.
Point hilum(const Patient& patient, Side side);

}  // namespace chestlens::phantom
