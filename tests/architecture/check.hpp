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

/// The .cpp files that no target compiles: neither the CMakeLists.txt of their folder nor one above
/// names them by their path from there. `lists` are the CMakeLists.txt files.
std::vector<std::string> forgotten_sources(std::span<const SourceFile> files,
                                           std::span<const SourceFile> lists);

}  // namespace chestlens::architecture
