#pragma once

#include <chestlens/error.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens::architecture {

/// One row of ARCHITECTURE.md's table of rooms.
struct Room {
  std::string folder;                   // "native/io"; "tests/**" stands for every folder below too
  std::vector<std::string> rooms = {};  // folders of the rooms that it may include
  std::vector<std::string> libraries = {};  // names of library_of() that it may include
  bool includes_everything = false;
};

/// The table under the header "| room | holds | may include |", the lowest floor first. A name in
/// the last column is that of a library, or the end of a folder in backquotes: `io` is native/io.
/// Errors: not_found without a table; parse for a name that is no library and not one room's alone,
/// a room named twice, or an arrow upwards: a room that includes one further down the table.
Result<std::vector<Room>> read_plan(std::string_view markdown);

/// The library that an include such as "torch/torch.h" or "opencv2/core.hpp" belongs to, of those
/// that the plan holds in some rooms; empty for any other.
std::string_view library_of(std::string_view include);

/// The room that holds a file: its own folder's, or a "/**" above it. Null where there is none.
const Room* room_of(std::span<const Room> plan, std::string_view path);

}  // namespace chestlens::architecture
