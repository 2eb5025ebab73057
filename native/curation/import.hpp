#pragma once

#include "data/labels.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// What becomes of a label that the data set itself calls uncertain (CheXpert's -1; Irvin 2019).
enum class UncertainLabels : std::uint8_t { ignore, ones, zeros };

struct ImportOptions {
  std::filesystem::path from = {};                  // the folder as it was downloaded
  std::map<std::string, std::string> classes = {};  // finding -> class, before the format's own
  bool labels = false;   // every finding as a label; films without a class are kept
  bool lateral = false;  // lateral films, too
  UncertainLabels uncertain = UncertainLabels::ignore;
  std::string source = {};                              // a name for films whose format gives none
  std::string licence = {};                             // likewise
  std::vector<std::filesystem::path> label_files = {};  // covidx: these alone; empty: all found
  std::string patient_pattern = {};  // folder: regular expression whose group 1 is the patient
};

/// A film on its way into a manifest.
struct ImportedFilm {
  std::filesystem::path path;
  std::string class_name = {};  // may be empty where there are labels
  std::string patient_id = {};
  bool patient_known = true;  // false: nothing says whose film it is, it counts as a patient
  bool asks_header = false;   // its DICOM header may say so
  std::string split = {};     // train, validation, test or empty
  std::string source = {};
  std::string view = {};
  std::string age_group = {};  // "adult", "child" (under 18), or empty
  std::string licence = {};
  std::string licence_source = {};
  std::vector<Label> labels = {};
  std::string named_in = {};  // "metadata.csv:17", or empty where the folder itself was read
};

/// A film that could not be imported.
struct ImportProblem {
  std::string film;
  std::string reason;
};

struct Import {
  std::vector<ImportedFilm> films;
  std::map<std::string, int> left_out;  // files by the reason they are not wanted, e.g. "view L"
  std::vector<ImportProblem> problems;
  std::vector<std::string> notices;  // what was decided on the way, a line each
  std::set<std::string> findings;    // that films may have, wanted or not
  bool keeps_lateral = false;        // as options ask
  // Pictures of a kind that is not read, by the finding that their folder names.
  std::map<std::string, std::vector<std::filesystem::path>> unread = {};
};

/// One public folder layout. `read` looks at names and tables only, not into the films.
/// Errors: of the folder and its tables; what is wrong with one film is a problem in the result.
struct ImportFormat {
  std::string_view name;
  std::string_view description;
  Result<Import> (*read)(const ImportOptions& options);
};

std::span<const ImportFormat> import_formats();

/// Errors: invalid_argument listing the formats.
Result<ImportFormat> find_import_format(std::string_view name);

/// Whether each finding that the user gives a class is one of the import's. Errors:
/// invalid_argument naming the one that is not, and those that are.
Status check_mapped(const std::map<std::string, std::string>& classes,
                    const std::set<std::string>& findings);

/// Moves films that are not there or cannot be decoded to the problems; on `threads` threads with a
/// progress bar. `only_magic` looks at the first bytes alone. A DICOM header that says that a film
/// is none of a frontal chest leaves it out; it fills in view, age group and patient where the data
/// set's tables name none: of the patient a digest alone.
void verify_films(Import& import, int threads, bool only_magic = false,
                  const Reporter& reporter = {});

}  // namespace chestlens
