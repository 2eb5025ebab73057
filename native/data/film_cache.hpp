#pragma once

#include "data/film_pack.hpp"

#include <chestlens/error.hpp>
#include <chestlens/preprocess.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// chestlens/films below XDG_CACHE_HOME, or below ~/.cache; empty where neither is known.
std::filesystem::path film_cache_folder();

/// Name of the pack of these films, prepared by this recipe: it depends on every digest, on their
/// order, and on the recipe.
std::string pack_key(std::span<const std::string> film_digests, const InputSpec& input);

std::filesystem::path pack_path(const std::filesystem::path& cache_folder, const std::string& key);

/// Path of the digests of a data set's films.
std::filesystem::path memo_path(const std::filesystem::path& cache_folder,
                                const std::filesystem::path& data_folder);

struct CacheContent {
  int packs = 0;
  int unfinished = 0;  // packs that other processes are writing
  std::uintmax_t bytes = 0;
  std::uintmax_t abandoned_bytes = 0;  // of packs that killed processes left; removed
};

/// Errors: io. A folder that is not there is empty.
Result<CacheContent> cache_content(const std::filesystem::path& cache_folder);

/// Removes the packs used longest ago until all take `max_bytes` at most, and what killed processes
/// left; returns the bytes freed. Processes that use a removed pack are not disturbed.
Result<std::uintmax_t> trim_cache(const std::filesystem::path& cache_folder,
                                  std::uintmax_t max_bytes);

/// Removes everything in it but what a process is writing; returns the bytes freed. Errors: io.
Result<std::uintmax_t> clear_cache(const std::filesystem::path& cache_folder);

/// Notes that a pack was used now.
void touch_pack(const std::filesystem::path& path);

inline constexpr std::uintmax_t default_cache_bytes = std::uintmax_t{32} << 30U;

}  // namespace chestlens
