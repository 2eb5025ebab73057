#pragma once

#include "io/temporary.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {

// Where a command may write. A folder is written where it is new, empty, or holds exactly what the
// command wrote there before, told by its content; what exists is replaced only where --replace is
// given; an input is never an output, and a link is never written through.

/// Files and folders by device and inode, whatever the name they go by.
using FileSet = std::set<std::pair<std::uint64_t, std::uint64_t>>;

/// Those of the paths that exist.
FileSet files_at(const std::vector<std::filesystem::path>& paths);

struct OutputRule {
  bool replace = false;  // --replace was given
  FileSet inputs = {};   // what the command reads, a folder for all that lies in it
};

/// What a command writes into a folder.
struct OwnFolder {
  std::string what;  // "a bundle"
  /// Good where a folder holds nothing but that; otherwise an error that says what else it holds.
  std::function<Status(const std::filesystem::path& folder)> check;
};

/// Whether a file may be written, asked before the work: its ending is `ending`, e.g. ".png"
/// (empty: any), nothing that the rule keeps is in its place, and the place takes a file. Errors:
/// invalid_argument, io, naming the file.
Status check_output_file(const std::filesystem::path& file, const OutputRule& rule,
                         const std::string& ending = {});

/// The same of a folder that is written as a whole. Errors: invalid_argument, io, naming the
/// folder.
Status check_output_folder(const std::filesystem::path& folder, const OutputRule& rule,
                           const OwnFolder& own);

/// The same of a folder that files are added to, each by check_output_file: one that holds only
/// what the command wrote needs no --replace.
Status check_growing_folder(const std::filesystem::path& folder, const OutputRule& rule,
                            const OwnFolder& own);

/// Whether a file, there or not, lies outside of all folders that the rule keeps: a film of one is
/// an input too, though only the folder is named. Errors: invalid_argument, naming the file.
Status check_outside_inputs(const std::filesystem::path& file, const OutputRule& rule);

/// Puts the finished `made` in the place of `folder` where check_output_folder still allows it.
Status commit_output_folder(TemporaryFolder& made, const std::filesystem::path& folder,
                            const OutputRule& rule, const OwnFolder& own);

/// Good where `folder` holds these files, as paths relative to it, and nothing else; otherwise
/// "holds 280 other files, e.g. manifest.csv". Files of these that are absent are no matter.
Status holds_only(const std::filesystem::path& folder, const std::set<std::string>& files);

/// The path without slashes at its end. Errors: invalid_argument where it has no name of its own,
/// as
/// "." and "..".
Result<std::filesystem::path> named_output(const std::filesystem::path& path);

}  // namespace chestlens
