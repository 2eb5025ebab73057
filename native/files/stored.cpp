#include "files/stored.hpp"

#include "files/open_archive.hpp"
#include "io/atomic_file.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& inside) {
  return std::ranges::any_of(inside, [](const fs::path& part) {
    return part.native().starts_with('.') || part == "__MACOSX";
  });
}

}  // namespace

Result<std::vector<std::byte>> read_stored(const fs::path& path) {
  const auto inside = inside_archive(path);
  if (!inside) return read_file(path);
  CHESTLENS_TRY(const auto archive, open_archive(inside->archive));
  return with_context(archive.read(inside->name), path.string());
}

Result<std::string> read_stored_text(const fs::path& path) {
  if (!inside_archive(path)) return read_text(path);
  CHESTLENS_TRY(const auto bytes, read_stored(path));
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Result<std::vector<std::byte>> read_stored_head(const fs::path& path, std::size_t max_bytes) {
  const auto inside = inside_archive(path);
  if (!inside) return chestlens::read_head(path, max_bytes);
  CHESTLENS_TRY(const auto archive, open_archive(inside->archive));
  return with_context(archive.read_head(inside->name, max_bytes), path.string());
}

Result<std::string> read_required_stored(const fs::path& path, std::string_view way_out) {
  auto text = read_stored_text(path);
  if (text || text.error().code != ErrorCode::not_found) return text;
  return fail(ErrorCode::not_found, std::string("is not there; ").append(way_out), path.string());
}

bool is_stored(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) return true;
  const auto inside = inside_archive(path);
  if (!inside) return false;
  const auto archive = open_archive(inside->archive);
  return archive && archive->has(inside->name);
}

bool is_archive(const fs::path& path) {
  constexpr std::size_t magic_bytes = 4;
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return false;
  const auto head = chestlens::read_head(path, magic_bytes);
  return head && is_zip(*head);
}

fs::path file_on_disk(const fs::path& path) {
  const auto inside = inside_archive(path);
  return inside ? inside->archive : path;
}

Result<std::vector<std::string>> files_in_archive(const fs::path& folder) {
  const Inside at = inside_archive(folder).value_or(Inside{folder, {}});
  CHESTLENS_TRY(const auto archive, open_archive(at.archive));
  const std::string above = at.name.empty() ? std::string() : at.name + "/";
  std::vector<std::string> names;
  for (const std::string& name : archive.names()) {
    if (!name.starts_with(above) || is_hidden(name.substr(above.size()))) continue;
    names.push_back(name.substr(above.size()));
  }
  if (names.empty() && !above.empty()) {
    return fail(ErrorCode::not_found, "is not a folder of the archive", folder.string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace chestlens
