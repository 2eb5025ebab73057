#pragma once

#include "world.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens::test {

/// What a command writes: a whole folder, files into a folder that grows, or a file.
enum class Written : std::uint8_t { folder, growing, file };

/// One thing that a command writes to a place that its user names.
struct OutputRow {
  std::string command;
  Written written = Written::file;
  std::string arguments;                 // up to the option whose value is the place
  std::string ending = {};               // of a file
  std::vector<std::string> inputs = {};  // that are tried as the place
};

/// All of them; a new one needs its row here.
std::vector<OutputRow> output_rows(const World& world);

/// A call of every command that prints results and goes well.
struct ResultRow {
  std::string command;
  std::string arguments;
};
std::vector<ResultRow> result_rows(const World& world);

}  // namespace chestlens::test
