#pragma once

#include "io/reporter.hpp"
#include "networks/classifier.hpp"
#include "page/page.hpp"
#include "train/run_folder.hpp"

#include <chestlens/bootstrap.hpp>
#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>

namespace chestlens {

struct ShowOptions {
  std::filesystem::path data_folder = {};  // empty: the one that the run remembers
  std::size_t most_mistakes = 12;          // of each part
  bool films = false;                      // the mistakes' pictures with heat-maps: may be private
  BootstrapOptions bootstrap = {};
  NetworkFactory make_network = make_classifier;
  Reporter reporter = {};
};

/// What a run is, how its training went, and what the predictions that `chestlens evaluate` left in
/// it are worth. What cannot be shown is said, with the command that helps. Errors: those of
/// run_history; of load_best and view_film where films are asked for.
Result<Page> show_run(const Run& run, const ShowOptions& options = {});

}  // namespace chestlens
