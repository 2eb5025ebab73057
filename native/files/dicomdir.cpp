#include "files/dicomdir.hpp"

#include "files/folder.hpp"
#include "files/stored.hpp"
#include "io/text.hpp"

#include <chestlens/dicom.hpp>

#include <algorithm>
#include <map>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

using Listings = std::map<fs::path, std::vector<FolderEntry>>;

/// The name as it is spelt in a folder, whose listing is kept for the next one; itself where the
/// folder has no such name.
std::string name_in(const fs::path& folder, const std::string& name, Listings& listings) {
  auto known = listings.find(folder);
  if (known == listings.end()) {
    known = listings.emplace(folder, entries_of(folder, true).value_or(std::vector<FolderEntry>{}))
                .first;
  }
  const auto found = std::ranges::find_if(known->second, [&](const FolderEntry& entry) {
    return lower_case(entry.name) == lower_case(name);
  });
  return found == known->second.end() ? name : found->name;
}

fs::path path_in(const fs::path& folder, const fs::path& listed, Listings& listings) {
  if (is_stored(folder / listed)) return listed;
  fs::path path;
  for (const fs::path& part : listed) path /= name_in(folder / path, part.string(), listings);
  return path;
}

}  // namespace

bool is_dicomdir(const fs::path& path) {
  return lower_case(path.filename().string()) == "dicomdir" && is_stored(path);
}

Result<std::vector<std::string>> files_of_dicomdir(const fs::path& dicomdir) {
  CHESTLENS_TRY(const auto bytes, read_stored(dicomdir));
  CHESTLENS_TRY(const auto listed, with_context(dicomdir_images(bytes), dicomdir.string()));
  if (listed.empty()) return fail(ErrorCode::not_found, "lists no image", dicomdir.string());
  Listings listings;
  std::vector<std::string> files;
  for (const std::string& file : listed) {
    files.push_back(path_in(dicomdir.parent_path(), file, listings));
  }
  return files;
}

}  // namespace chestlens
