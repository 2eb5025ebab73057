#pragma once

#include "data/manifest.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// A generated film whose finding is known.
struct BenchmarkFilm {
  std::filesystem::path file;
  std::filesystem::path mask;
  std::string class_name;
  std::string patient;
};

/// The films of a folder that `chestlens phantom` wrote that have a finding, the test films alone
/// where some are declared so; the classes take turns, in an order drawn by the seed.
/// Errors: those of load_manifest; not_found where no film has a mask.
Result<std::vector<BenchmarkFilm>> benchmark_films(const std::filesystem::path& folder,
                                                   std::uint64_t seed, const Reporter& reporter);

/// The mask as a square of the network's size: 1 where at least half of a pixel is the finding.
/// Errors: those of read_film; invalid_argument where it shows no finding.
Result<FloatImage> read_mask(const std::filesystem::path& file, int size_pixels);

}  // namespace chestlens
