#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace chestlens::test {

/// Every file and link below a folder, by its path there, with its bytes or where it leads.
using Files = std::map<std::string, std::string>;
Files files_of(const std::filesystem::path& folder);

/// The paths whose files are not the same in both, or are in one alone.
std::vector<std::string> differences(const Files& before, const Files& after);

/// A folder of what nobody may lose: films, a manifest, notes, hidden files, and names that
/// commands give to theirs.
void write_precious(const std::filesystem::path& folder);

}  // namespace chestlens::test
