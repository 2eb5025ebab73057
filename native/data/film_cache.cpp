#include "data/film_cache.hpp"

#include "io/sha256.hpp"
#include "io/temporary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
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
  bool temporary = false;
};

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
    const CachedFile file{at->path(), fs::file_size(at->path(), gone),
                          fs::last_write_time(at->path(), gone), is_temporary_name(name)};
    if (ours && !gone) files.push_back(file);
  }
  if (error) return fail(ErrorCode::io, "cannot be read: " + error.message(), folder.string());
  return files;
}

bool is_pack(const CachedFile& file) {
  return !file.temporary && file.path.extension() == pack_extension;
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
  const std::string name = fs::absolute(data_folder / ".").lexically_normal().string();
  return cache_folder / (sha256_hex(name) + std::string(memo_extension));
}

Result<CacheContent> cache_content(const fs::path& cache_folder) {
  CHESTLENS_TRY(const auto files, files_of(cache_folder));
  CacheContent content;
  for (const CachedFile& file : files) {
    content.packs += is_pack(file) ? 1 : 0;
    content.bytes += file.bytes;
  }
  return content;
}

Result<std::uintmax_t> trim_cache(const fs::path& cache_folder, std::uintmax_t max_bytes) {
  CHESTLENS_TRY(auto files, files_of(cache_folder));
  std::ranges::sort(files, {}, &CachedFile::used);
  const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours(24);
  std::uintmax_t kept = 0;
  for (const CachedFile& file : files) kept += is_pack(file) ? file.bytes : 0;
  std::uintmax_t freed = 0;
  for (const CachedFile& file : files) {
    if (file.temporary && file.used < yesterday) freed += remove_file(file);
    if (!is_pack(file) || kept <= max_bytes) continue;
    freed += remove_file(file);
    kept -= file.bytes;
  }
  return freed;
}

Result<std::uintmax_t> clear_cache(const fs::path& cache_folder) {
  CHESTLENS_TRY(const auto files, files_of(cache_folder));
  std::uintmax_t freed = 0;
  for (const CachedFile& file : files) freed += remove_file(file);
  return freed;
}

void touch_pack(const fs::path& path) {
  std::error_code ignored;
  fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
}

}  // namespace chestlens
