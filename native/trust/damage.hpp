#pragma once

#include "trust/picture_kind.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// A change of a film, after which it is none of those that a model was trained on.
struct NamedChange {
  std::string name;
  Change change;
};

/// Turned by a quarter, by half and by 20 degrees, mirrored, negative, with noise of a tenth of the
/// range.
std::vector<NamedChange> ways_to_change_a_film();

/// The middle of half the width and height, the upper half, blurred (sigma 2 % of the width): what
/// is left is an X-ray, worse than those of training.
std::vector<NamedChange> ways_to_damage_a_film();

}  // namespace chestlens
