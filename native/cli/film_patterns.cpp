#include "cli/film_patterns.hpp"

#include "files/folder.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <span>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

using Parts = std::span<const std::string>;

bool has_wildcard(const std::string& text) {
  return text.find_first_of("*?[") != std::string::npos;
}

bool is_folder(const std::string& path) {
  std::error_code gone;
  return fs::is_directory(path, gone);
}

/// Appends what lies at `place` by the rest of a pattern.
Status add_matches(const fs::path& place, Parts rest, std::vector<std::string>& found) {
  if (rest.empty()) {
    found.push_back(place.string());
    return {};
  }
  const std::string& part = rest.front();
  std::error_code gone;
  if (!has_wildcard(part)) {
    const fs::path next = place / part;
    return fs::exists(next, gone) ? add_matches(next, rest.subspan(1), found) : Status();
  }
  const bool any_depth = part == "**";
  if (any_depth) CHESTLENS_CHECK(add_matches(place, rest.subspan(1), found));
  if (!place.empty() && !fs::is_directory(place, gone)) return {};
  CHESTLENS_TRY(const auto entries, entries_of(place, part.starts_with('.')));
  for (const FolderEntry& entry : entries) {
    if (any_depth && entry.is_folder && !entry.is_link) {
      CHESTLENS_CHECK(add_matches(place / entry.name, rest, found));
    } else if (!any_depth && ::fnmatch(part.c_str(), entry.name.c_str(), FNM_PERIOD) == 0) {
      CHESTLENS_CHECK(add_matches(place / entry.name, rest.subspan(1), found));
    }
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> expand_pattern(const fs::path& pattern) {
  std::error_code unknown;
  if (!has_wildcard(pattern.string()) || fs::exists(pattern, unknown)) {
    return std::vector{pattern.string()};
  }
  std::vector<std::string> parts;
  for (const fs::path& part : pattern.relative_path()) parts.push_back(part.string());
  if (std::ranges::count(parts, "**") > 1) {
    return fail(ErrorCode::invalid_argument, "has ** more than once", pattern.string());
  }
  const bool any_depth = std::ranges::count(parts, "**") == 1;
  if (any_depth && parts.back() == "**") parts.emplace_back("*");
  std::vector<std::string> found;
  CHESTLENS_CHECK(add_matches(pattern.root_path(), parts, found));
  // The films of a folder at any depth are matched by themselves.
  if (any_depth) std::erase_if(found, is_folder);
  if (!found.empty()) return found;
  return fail(ErrorCode::not_found, "no file has a name of this pattern", pattern.string());
}

}  // namespace chestlens
