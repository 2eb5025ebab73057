#pragma once

#include "bundle/bundle.hpp"
#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// Films that models are scored on.
struct FilmsAtHand {
  std::filesystem::path folder;  // with manifest.csv
  EvaluatedPart part = EvaluatedPart::validation;
  int threads = 1;
  std::filesystem::path cache_folder = {};          // for prepared films and digests; empty: none
  std::string name = {};                            // of external films; empty: the folder's
  std::size_t most_bytes = std::size_t{256} << 20;  // of prepared films in memory at once
};

/// The films of a folder by what the bundles, all of the same classes, saw of them: validation is
/// what chose the epoch of each, test and `unseen` are what none saw (films of external folders are
/// known by their digests, too). Films and patients that are
/// left out are counted in a notice. A bundle of an earlier version goes by redraw_split, without
/// which its validation films are not known. Errors: those of load_manifest, film_digests and, for
/// validation, redraw_split.
Result<RunData> part_films(std::span<const Bundle> bundles, const FilmsAtHand& films,
                           const Reporter& reporter = {});

/// The same of what a run saw, for films of another folder than its own. Errors also: those of
/// load_run_data, of its own folder.
Result<RunData> part_films(const Run& run, const FilmsAtHand& films, const Reporter& reporter = {});

}  // namespace chestlens
