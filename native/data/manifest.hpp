#pragma once

#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// A film's side by the manifest's own `split` column.
enum class DeclaredSplit : std::uint8_t { none, train, validation, test };

/// As the column spells it: "", "train", "validation" or "test".
std::string_view to_string(DeclaredSplit split);

/// Whatever the case and the blanks around it; "training", "val" and "valid" are read, too.
std::optional<DeclaredSplit> parse_split(std::string_view text);

/// train for none: films that are declared nothing train.
DeclaredSplit side_of(DeclaredSplit split);

/// One row of manifest.csv.
struct ManifestRow {
  std::string file;                // relative to the manifest's folder, or absolute
  int class_index = 0;             // -1 in a multi-label manifest
  std::vector<float> labels = {};  // multi-label: one per class: 1, 0, or NaN for unknown
  std::string patient_id;
  bool patient_known = true;  // false: each film counts as a patient of its own
  DeclaredSplit split = DeclaredSplit::none;
  std::string source;
  std::string licence;
  int line = 0;
};

struct Manifest {
  std::filesystem::path folder;
  std::vector<std::string> classes;
  std::vector<ManifestRow> films;
  bool multi_label = false;       // a film may have any number of the classes
  int duplicates_dropped = 0;     // rows whose duplicate_of named another film
  bool encoding_guessed = false;  // some rows are not UTF-8 and were read as Windows-1252
  std::vector<std::string> unused_columns = {};
  std::map<std::string, int> other_classes = {};  // rows left out: of classes not asked for
};

struct ManifestOptions {
  std::vector<std::string> classes = {};  // in the network's order; empty: those found, sorted
  bool multi_label = false;  // read the column labels ("Edema=1;Fracture=?"), not class
  bool external = false;     // films to score alone: see load_manifest
  std::size_t max_reported_errors = 20;
};

/// Reads and validates every row of folder/manifest.csv: file, class (multi-label: labels, where
/// one that a film does not list is unknown) and patient_id, and split, source, licence,
/// duplicate_of, patients where they are. Case in column names and blanks around fields do not
/// matter. External films need no patient_id (each film then is a patient of its own) and no split,
/// which is not read; of repeats of a film that is not here one stays. Errors: not_found, io,
/// parse; invalid_argument listing "manifest.csv:line: reason" for each.
Result<Manifest> load_manifest(const std::filesystem::path& folder,
                               const ManifestOptions& options = {});

/// What is wrong with one row.
struct ManifestFinding {
  int line = 0;
  std::string reason;
};

/// A manifest read as far as it goes.
struct ManifestReport {
  Manifest manifest;  // the rows that are right by themselves
  std::vector<ManifestFinding> findings;
  std::vector<std::string> crossing_patients;  // on both sides of the test or validation split
};

/// As load_manifest, but what is wrong with rows is part of the result. Errors: not_found, io,
/// parse; invalid_argument for missing columns or no row at all.
Result<ManifestReport> inspect_manifest(const std::filesystem::path& folder,
                                        const ManifestOptions& options = {});

/// Whether rows declare which films validate; nothing is drawn then.
bool declares_validation(const Manifest& manifest);

/// Says which columns are not used, and which classes' films are left out.
void report_notices(const Manifest& manifest, const Reporter& reporter);

/// Says which classes' films are left out.
void report_left_out(const Manifest& manifest, const Reporter& reporter);

/// The film's class, or its labels as the manifest has them, in the order of the classes.
std::string target_text(const Manifest& manifest, const ManifestRow& film);

/// Whether every one of some films says whose it is.
bool patients_known(const Manifest& manifest, std::span<const std::size_t> films);

/// The distinct (source, licence) pairs of some films with their counts, most films first; what
/// is not stated is called so.
std::vector<DataSource> data_sources(const Manifest& manifest, std::span<const std::size_t> films);

}  // namespace chestlens
