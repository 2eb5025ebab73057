#pragma once

#include "distributed/group.hpp"

#include <chestlens/error.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// What all ranks must have alike: its name for people, and its value on this rank.
struct Common {
  std::string name;
  std::string value;
};

/// Compares digests of the values. Errors: mismatch on every rank, naming what differs and the
/// ranks on which it is not rank 0's.
Status compare_on_ranks(Group& group, const std::vector<Common>& items);

}  // namespace chestlens
