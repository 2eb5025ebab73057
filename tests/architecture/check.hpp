#pragma once

#include "includes.hpp"
#include "plan.hpp"

#include <span>
#include <string>
#include <vector>

namespace chestlens::architecture {

/// What in these files goes against the plan, one sentence each: an include of a room or, also by
/// way of another file, of a library that the file's room may not include; a quoted include of no
/// file; a circle of files; a folder that is no room of the plan; a room without files.
std::vector<std::string> violations(std::span<const SourceFile> files, std::span<const Room> plan);

}  // namespace chestlens::architecture
