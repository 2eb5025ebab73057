#pragma once

#include "data/manifest.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>
#include <chestlens/preprocess.hpp>

#include <torch/types.h>

#include <cstddef>
#include <filesystem>
#include <span>

namespace chestlens {

/// Films as the network sees them, decoded once and kept in memory, or mapped from the cache.
/// Float32, 4 bytes per pixel (334 MB for 5,000 films at 128 px): exactly the tensor that predict
/// and the page prepare.
struct Dataset {
  torch::Tensor images;        // float32 [N,1,S,S] in [0,1]
  torch::Tensor labels;        // int64 [N]; multi-label: float32 [N,C] of 1, 0 and NaN for unknown
  torch::Tensor sources = {};  // int64 [N], of film_sources(); undefined: not known
};

/// Decodes and preprocesses manifest.films[films[i]] into row i, on `threads` threads, with a
/// progress bar; or maps what an earlier call left in `cache_folder`, bit for bit the same (see
/// film_cache.hpp; empty: no cache). A cache that is damaged, of other code or cannot be written is
/// reported and not used. Errors: the code of the first unreadable film, the message listing 20.
Result<Dataset> load_dataset(const Manifest& manifest, std::span<const std::size_t> films,
                             const InputSpec& input, int threads,
                             const std::filesystem::path& cache_folder = {},
                             const Reporter& reporter = {});

}  // namespace chestlens
