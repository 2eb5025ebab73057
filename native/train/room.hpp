#pragma once

#include "learn/learner.hpp"
#include "train/run_folder.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Whether the disk takes what a run writes, found out by taking the room for a moment: hours of
/// training end at the first checkpoint otherwise. Errors: io, naming the file and the system's
/// reason (full, quota, limit on file sizes, read-only).
Status check_room(const RunFiles& files, const Learner& learner);

}  // namespace chestlens
