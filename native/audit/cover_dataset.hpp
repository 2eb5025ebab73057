#pragma once

#include "audit/changes.hpp"
#include "io/output.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

struct CoverDatasetOptions {
  std::filesystem::path data;  // a folder with manifest.csv
  std::filesystem::path out;
  Covered part = Covered::lungs;
  int threads = 1;
};

/// Writes, whole or not at all, every film of a data set with a part covered, as PNG, with the
/// manifest's rows and SHA256SUMS: for a network that is trained on them. Errors: those of
/// read_manifest_table and check_output_folder; the first film that cannot be read; io.
Status cover_dataset(const CoverDatasetOptions& options, const OutputRule& rule,
                     const Reporter& reporter = {});

}  // namespace chestlens
