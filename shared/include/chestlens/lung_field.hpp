#pragma once

#include <chestlens/image.hpp>
#include <chestlens/region.hpp>

namespace chestlens {

/// Where the lungs lie on a frontal film.
struct LungField {
  Region film_right;  // on the film's left half: the patient's right lung
  Region film_left;
  bool is_seen = false;  // false: no two lungs were found, and an average place is given
};

/// An estimate from the film alone: what is darker than the chest around it (Otsu's threshold in
/// the middle of the film), not open to the film's edge, the largest such part on each side, made
/// whole and smooth. Lungs that a disease has filled are missed in part. For films as they are
/// taken: dark lungs, head up.
LungField estimate_lung_field(const GreyImage& film);

/// The box of both lungs of that estimate, on each side wider by a tenth of its own side, as far as
/// it lies on the film: it frames films alike that were taken wider or tighter.
Box lung_box(const GreyImage& film);

/// Both lungs.
Region both_lungs(const LungField& field);

/// A lung and 3 % of the film's width around it: what is covered where it is to be gone, since an
/// estimate misses a lung's edge.
Region with_lung_margin(const Region& lung);

}  // namespace chestlens
