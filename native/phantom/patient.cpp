#include "phantom/patient.hpp"

#include <algorithm>
#include <cmath>

namespace chestlens::phantom {

Patient sample_patient(Random& random) {
  Patient patient;
  patient.branching = random.next();
  patient.lung_top = random.uniform(-13.5, -11.5);
  patient.lung_base = random.uniform(10.5, 13.0);
  patient.half_width = random.uniform(11.8, 14.5);
  patient.dome_right = patient.lung_base - random.uniform(3.2, 5.2);
  patient.dome_left = patient.dome_right + random.uniform(0.3, 1.8);
  patient.depth = random.uniform(19.0, 27.0);
  const double fat = random.uniform(0.0, 0.3) * (patient.depth - 19.0);
  patient.flank = random.uniform(1.6, 2.4) + fat;
  patient.breast = random.chance(0.45) ? random.uniform(1.0, 4.0) : 0.0;
  patient.shoulder_drop = random.uniform(-0.6, 2.0);
  patient.heart_size = random.uniform(0.84, 1.16);
  patient.apex_drop = random.uniform(0.3, 0.9);
  patient.aorta_size = random.uniform(0.75, 1.25);
  patient.lung_density = random.uniform(0.2, 0.32);
  patient.vessel_size = random.uniform(0.8, 1.25);
  patient.rib_spacing = (patient.lung_base - patient.lung_top) / random.uniform(10.0, 11.2);
  patient.rib_slope = random.uniform(0.75, 1.25);
  patient.rib_radius = random.uniform(0.5, 0.68);
  patient.bone = random.uniform(0.7, 1.25);
  patient.spine_curve = random.normal(0.0, 0.35);
  patient.stomach_gas = random.chance(0.6) ? random.uniform(1.0, 2.8) : 0.0;
  return patient;
}

Pose sample_pose(Random& random) {
  Pose pose;
  pose.inspiration = std::clamp(random.normal(0.0, 0.8), -2.5, 1.2);
  pose.turn = std::clamp(random.normal(0.0, 0.6), -1.8, 1.8);
  pose.arms_down = random.chance(0.35);
  pose.shoulder_blades_over_lungs = random.chance(0.5);
  return pose;
}

Patient breathe(Patient patient, const Pose& pose) {
  patient.dome_right += pose.inspiration;
  patient.dome_left += pose.inspiration;
  patient.lung_base += 0.7 * pose.inspiration;
  patient.half_width *= 1.0 + 0.012 * pose.inspiration;
  patient.heart_size *= 1.0 - 0.03 * pose.inspiration;  // a raised diaphragm broadens the heart
  patient.rib_slope *= 1.0 - 0.05 * pose.inspiration;
  return patient;
}

double chest_wall(const Patient& patient, double y) {
  const double down =
      std::clamp((y - patient.lung_top) / (patient.lung_base - patient.lung_top), 0.0, 1.0);
  return patient.half_width * std::pow(1.0 - std::pow(1.0 - down, 2.6), 0.52);
}

double diaphragm(const Patient& patient, Side side, double x) {
  const double dome = side == Side::right ? patient.dome_right : patient.dome_left;
  const double summit = 0.45 * patient.half_width;
  const double from_summit = x * sign(side) - summit;
  if (from_summit < 0.0) return dome + 1.3 * std::pow(from_summit / summit, 2.0);
  const double to_wall = from_summit / (patient.half_width - summit);
  return dome + (patient.lung_base - dome) * std::pow(to_wall, 2.4);
}

Point hilum(const Patient& patient, Side side) {
  const double height = patient.lung_top + 0.43 * (patient.dome_right - patient.lung_top);
  return {3.3 * sign(side), height - (side == Side::left ? 0.7 : 0.0)};
}

}  // namespace chestlens::phantom
