#include "files/folder.hpp"

#include "files/open_archive.hpp"
#include "files/stored.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// The folder of an archive that a path names, the archive itself included.
std::optional<Inside> archive_folder(const fs::path& path) {
  if (auto inside = inside_archive(path)) return inside;
  return is_archive(path) ? std::optional(Inside{path, {}}) : std::nullopt;
}

Result<std::vector<FolderEntry>> entries_within(const Inside& folder, bool with_hidden) {
  CHESTLENS_TRY(const auto archive, open_archive(folder.archive));
  const std::string above = folder.name.empty() ? std::string() : folder.name + "/";
  std::vector<FolderEntry> entries;
  std::set<std::string, std::less<>> seen;
  for (const std::string& name : archive.names()) {
    if (!name.starts_with(above)) continue;
    const std::string_view below = std::string_view(name).substr(above.size());
    const std::size_t end = below.find('/');
    std::string first(below.substr(0, end));
    if ((first.starts_with('.') && !with_hidden) || !seen.insert(first).second) continue;
    const bool is_folder = end != std::string_view::npos;
    entries.push_back({.name = std::move(first), .is_folder = is_folder, .is_file = !is_folder});
  }
  return entries;
}

Result<std::vector<FolderEntry>> entries_on_disk(const fs::path& folder, bool with_hidden) {
  std::vector<FolderEntry> entries;
  std::error_code error;
  for (auto at = fs::directory_iterator(folder.empty() ? "." : folder, error);
       !error && at != fs::directory_iterator(); at.increment(error)) {
    std::string name = at->path().filename();
    if (name.starts_with('.') && !with_hidden) continue;
    std::error_code gone;
    entries.push_back(
        {std::move(name), at->is_directory(gone), at->is_regular_file(gone), at->is_symlink(gone)});
  }
  if (error) return fail(ErrorCode::io, "cannot be read: " + error.message(), folder.string());
  return entries;
}

}  // namespace

Result<std::vector<FolderEntry>> entries_of(const fs::path& folder, bool with_hidden) {
  const auto within = archive_folder(folder);
  CHESTLENS_TRY(auto entries, within ? entries_within(*within, with_hidden)
                                     : entries_on_disk(folder, with_hidden));
  std::ranges::sort(entries, {}, &FolderEntry::name);
  return entries;
}

bool is_stored_folder(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return true;
  const auto within = archive_folder(path);
  if (!within || within->name.empty()) return within.has_value();
  const auto archive = open_archive(within->archive);
  if (!archive) return false;
  return std::ranges::any_of(archive->names(), [&](const std::string& name) {
    return name.starts_with(within->name + "/");
  });
}

fs::path sole_folder(const fs::path& archive) {
  if (!is_archive(archive)) return archive;
  fs::path folder = archive;
  while (true) {
    auto entries = entries_of(folder, /*with_hidden=*/false).value_or(std::vector<FolderEntry>{});
    std::erase_if(entries, [](const FolderEntry& entry) { return entry.name == "__MACOSX"; });
    if (entries.size() != 1 || !entries.front().is_folder) return folder;
    folder /= entries.front().name;
  }
}

}  // namespace chestlens
