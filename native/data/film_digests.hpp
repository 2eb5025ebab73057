#pragma once

#include "data/manifest.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// SHA-256 of the files of manifest.films[films[i]], on `threads` threads. Digests of earlier calls
/// are taken from `memo_file` where a film's size, times and inode are what they were then. Films
/// changed less than quiet_seconds ago are not remembered: their times may not show a next
/// change. Errors: of the first film that cannot be read. A memo that cannot be used costs time
/// only.
Result<std::vector<std::string>> film_digests(const Manifest& manifest,
                                              std::span<const std::size_t> films,
                                              const std::filesystem::path& memo_file, int threads,
                                              int quiet_seconds = 2);

/// The same of all films, remembered in `cache_folder` (film_cache.hpp; empty: nowhere).
Result<std::vector<std::string>> film_digests(const Manifest& manifest,
                                              const std::filesystem::path& cache_folder,
                                              int threads);

}  // namespace chestlens
