#pragma once

#include "curation/association.hpp"
#include "curation/look_at_films.hpp"
#include "curation/repeats.hpp"
#include "curation/side_differences.hpp"
#include "data/manifest.hpp"
#include "io/output.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

struct CheckOptions {
  RepeatOptions repeats = {};
  bool multi_label = false;             // the manifest's labels instead of its classes
  double max_source_association = 1.0;  // Cramér's V above it is a finding; 1 never is
  int threads = 1;
};

/// Films that repeat each other, and what that spoils.
struct RepeatGroup {
  std::vector<std::size_t> films;  // positions in the manifest
  RepeatKind weakest = RepeatKind::same_file;
  bool across_splits = false;    // train, validation and test
  bool across_classes = false;   // one picture, two answers
  bool across_patients = false;  // one picture, two names
};

struct CheckReport {
  Manifest manifest;                           // the rows that could be used
  std::vector<ManifestFinding> rows;           // what is wrong with others
  std::vector<std::string> crossing_patients;  // on both sides of the test or validation split
  std::vector<UnreadableFilm> unreadable;
  std::vector<Repeat> repeats;
  std::vector<RepeatGroup> groups;  // the worst first
  Association class_of_split;       // rows: class, columns: split; multi-label films count often
  Association class_of_source;      // rows: source, columns: class
  std::string source_target;        // "class", or the label that the source predicts best
  Association source_association;   // rows: source, columns: that class, or present and absent
  std::vector<FilmTraits> traits;   // of the manifest's films
  std::vector<SideDifference> sides;
};

/// Reads every film of folder/manifest.csv. Errors: as inspect_manifest.
Result<CheckReport> check_dataset(const std::filesystem::path& folder, const CheckOptions& options,
                                  const Reporter& reporter = {});

/// One line per kind of finding, with the way out; empty where the data set is clean.
std::vector<std::string> findings(const CheckReport& report, const CheckOptions& options);

/// The tables and groups for people.
std::string to_markdown(const CheckReport& report);

/// Writes classes.svg, sources.svg, sides.svg (the largest of the side differences, where there is
/// one), duplicates.csv (group, file, class, patient, split, kind) and problems.csv (problem,
/// where, reason): all rows, patients and films of which the text lists some; and SHA256SUMS.
/// Errors: those of check_files_place, io.
Status write_check_files(const std::filesystem::path& folder, const CheckReport& report,
                         const OutputRule& rule = {});

/// Whether these files may be written there, asked before the work. Errors: those of
/// check_output_folder.
Status check_files_place(const std::filesystem::path& folder, const OutputRule& rule);

/// Writes duplicate_of into manifest.csv for all but one film of each group that agrees on the
/// class, so that training leaves them out; a test film is kept before others. Returns the films.
Result<int> mark_repeats(const CheckReport& report);

}  // namespace chestlens
