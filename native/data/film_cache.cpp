#include "data/film_cache.hpp"

#include "io/sha256.hpp"
#include "io/temporary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view pack_extension = ".films";
constexpr std::string_view memo_extension = ".digests";

struct CachedFile {
  fs::path path;
  std::uintmax_t bytes = 0;
  fs::file_time_type used;
  bool temporary = false;  // being written by a process that lives
};

/// A clock may have been wrong: a time that is yet to come counts as long ago.
fs::file_time_type used_at(const fs::path& path, std::error_code& error) {
  const auto used = fs::last_write_time(path, error);
  return used > fs::file_time_type::clock::now() ? fs::file_time_type::min() : used;
}

Result<std::vector<CachedFile>> files_of(const fs::path& folder) {
  std::vector<CachedFile> files;
  std::error_code error;
  if (!fs::exists(folder, error)) return files;
  for (auto at = fs::directory_iterator(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    const bool ours = name.find(pack_extension) != std::string::npos ||
                      name.find(memo_extension) != std::string::npos;
    std::error_code gone;  // another process may remove it meanwhile
    const CachedFile file{at->path(), fs::file_size(at->path(), gone), used_at(at->path(), gone),
                          is_temporary_name(name)};
    if (ours && !gone) files.push_back(file);
  }
  if (error) return fail(ErrorCode::io, "cannot be read: " + error.message(), folder.string());
  return files;
}

bool is_pack(const CachedFile& file) {
  return !file.temporary && file.path.extension() == pack_extension;
}

/// The files after what killed processes left has been removed, the bytes of which are counted.
Result<std::vector<CachedFile>> living_files_of(const fs::path& folder, std::uintmax_t& freed) {
  CHESTLENS_TRY(auto files, files_of(folder));
  std::erase_if(files, [&freed](const CachedFile& file) {
    const bool is_removed = file.temporary && remove_if_abandoned(file.path);
    freed += is_removed ? file.bytes : 0;
    return is_removed;
  });
  return files;
}

/// The bytes freed.
std::uintmax_t remove_file(const CachedFile& file) {
  std::error_code error;
  return fs::remove(file.path, error) ? file.bytes : 0;
}

}  // namespace

fs::path film_cache_folder() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value == nullptr ? "" : value);
  };
  const fs::path base = variable("XDG_CACHE_HOME");
  if (base.is_absolute()) return base / "chestlens" / "films";  // the standard ignores other paths
  const fs::path home = variable("HOME");
  return home.empty() ? fs::path() : home / ".cache" / "chestlens" / "films";
}

std::string pack_key(std::span<const std::string> film_digests, const InputSpec& input) {
  std::string text = fmt::format("{} {} {} {}\n", input.size_pixels, to_string(input.fit),
                                 input.window_low_percentile, input.window_high_percentile);
  for (const std::string& digest : film_digests) text += digest + "\n";
  return sha256_hex(text);
}

fs::path pack_path(const fs::path& cache_folder, const std::string& key) {
  return cache_folder / (key + std::string(pack_extension));
}

fs::path memo_path(const fs::path& cache_folder, const fs::path& data_folder) {
  if (cache_folder.empty()) return {};
  const std::string name = fs::absolute(data_folder / ".").lexically_normal().string();
  return cache_folder / (sha256_hex(name) + std::string(memo_extension));
}

Result<CacheContent> cache_content(const fs::path& cache_folder) {
  CacheContent content;
  CHESTLENS_TRY(const auto files, living_files_of(cache_folder, content.abandoned_bytes));
  for (const CachedFile& file : files) {
    content.packs += is_pack(file) ? 1 : 0;
    content.unfinished += file.temporary ? 1 : 0;
    content.bytes += file.bytes;
  }
  return content;
}

Result<std::uintmax_t> trim_cache(const fs::path& cache_folder, std::uintmax_t max_bytes) {
  std::uintmax_t freed = 0;
  CHESTLENS_TRY(auto files, living_files_of(cache_folder, freed));
  std::ranges::sort(files, {}, &CachedFile::used);
  std::uintmax_t kept = 0;
  for (const CachedFile& file : files) kept += is_pack(file) ? file.bytes : 0;
  for (const CachedFile& file : files) {
    if (!is_pack(file) || kept <= max_bytes) continue;
    freed += remove_file(file);
    kept -= file.bytes;
  }
  return freed;
}

Result<std::uintmax_t> clear_cache(const fs::path& cache_folder) {
  std::uintmax_t freed = 0;
  CHESTLENS_TRY(const auto files, living_files_of(cache_folder, freed));
  for (const CachedFile& file : files) freed += file.temporary ? 0 : remove_file(file);
  return freed;
}

void touch_pack(const fs::path& path) {
  std::error_code ignored;
  fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
}

}  // namespace chestlens
