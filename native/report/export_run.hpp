#pragma once

#include "evaluate/scored_films.hpp"
#include "io/reporter.hpp"
#include "train/run_folder.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

struct ExportOptions {
  std::filesystem::path bundle_folder;     // its name is the bundle's
  std::filesystem::path data_folder = {};  // empty: the one that the run remembers
  WeightStorage storage = WeightStorage::float16;
  std::filesystem::path torchscript = {};  // file for the same weights; empty: none
  int threads = 1;
  bool replace = false;  // a bundle and a module that are there
  NetworkFactory make_network = make_classifier;
};

struct ExportedRun {
  Card card;                    // as written
  Estimate uncalibrated_error;  // expected calibration error at temperature 1
  Calibration calibration;
};

/// Writes a run's best weights as a bundle, scored on the validation films: the weights are rounded
/// to what is stored first, so that figures, temperature and certificate are of these. Errors:
/// those of load_run_data, load_best, check_storage, to_torchscript and write_bundle; nothing is
/// written then. The places are looked at before the work.
Result<ExportedRun> export_run(const Run& run, const ExportOptions& options,
                               const Reporter& reporter = {});

}  // namespace chestlens
