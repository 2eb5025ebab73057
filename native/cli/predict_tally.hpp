#pragma once

#include "cli/batch_results.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace chestlens {

/// Files of one folder that was given.
struct FolderTally {
  std::int64_t films = 0;
  std::int64_t others = 0;  // passed over
  std::string example;      // the first of them
};

/// What became of the films so far.
struct PredictTally {
  std::int64_t films = 0;
  std::int64_t failures = 0;
  std::int64_t changed_names = 0;  // not UTF-8
  std::map<std::filesystem::path, FolderTally> folders;
};

void count_film(PredictTally& tally, const FilmToPredict& film, bool passed_over, bool failed);

/// Notices of what was passed over and, of JSON, of names that are not as they were.
void note_tally(const PredictTally& tally, bool is_json, const Reporter& reporter);

/// Errors: invalid_argument where films failed, not_found where a folder has none.
Status outcome_of(const PredictTally& tally);

}  // namespace chestlens
