#include "curation/formats.hpp"
#include "io/atomic_file.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FindingClass classes[] = {{"COVID-19", "covid19"},    {"positive", "covid19"},
                                    {"bacteria", "bacterial"},  {"bacterial", "bacterial"},
                                    {"viral", "viral"},         {"normal", "normal"},
                                    {"pneumonia", "pneumonia"}, {"negative", "negative"}};

/// The label files of a folder, with the split each names, sorted.
Result<std::vector<std::pair<fs::path, std::string>>> label_files(const fs::path& folder) {
  std::vector<std::pair<fs::path, std::string>> files;
  std::error_code error;
  for (auto at = fs::directory_iterator(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (at->path().extension() != ".txt") continue;
    for (const char* split : {"train", "test", "val"}) {
      if (name.starts_with(split)) files.emplace_back(at->path(), split);
    }
  }
  if (error)
    return fail(ErrorCode::not_found, "cannot be read: " + error.message(), folder.string());
  if (files.empty()) {
    return fail(ErrorCode::not_found, "holds no label file train*.txt or test*.txt",
                folder.string());
  }
  std::ranges::sort(files);
  return files;
}

/// COVIDx's scripts put the films below data/, older ones beside the label files.
fs::path film_path(const fs::path& from, const std::string& split, const std::string& file) {
  std::error_code ignored;
  for (const fs::path& folder : {from / split, from / "data" / split, from}) {
    if (fs::exists(folder / file, ignored)) return folder / file;
  }
  return from / split / file;
}

/// One line of a label file. A patient of the SIRM collection has a blank in its name: "COVID 123".
struct LabelLine {
  std::string patient, file, class_name, source;
};

std::optional<LabelLine> parse_line(const std::vector<std::string>& fields) {
  const auto file =
      std::ranges::find_if(fields, [](const std::string& field) { return is_film_name(field); });
  const auto after = fields.end() - file - 1;
  if (file == fields.begin() || after < 1 || after > 2) return std::nullopt;
  std::string patient = fields.front();
  for (auto more = fields.begin() + 1; more != file; ++more) patient += " " + *more;
  return LabelLine{patient, *file, file[1], after == 2 ? file[2] : std::string()};
}

/// The films of "cohen" are ieee8023's, numbered by its patients: imported from both, a patient
/// must not be two.
std::string patient_id(const LabelLine& line) {
  if (line.source == "cohen") return "ieee8023:" + line.patient;
  return (line.source.empty() ? "COVIDx:" : "COVIDx/" + line.source + ":") + line.patient;
}

void take_line(const std::string& line, const std::string& place, const std::string& split,
               const ImportOptions& options, Import& import) {
  const std::vector<std::string> fields = split_text(line, " \t");
  if (fields.empty()) return;
  const auto label = parse_line(fields);
  if (!label) {
    import.problems.push_back({place, "is not PATIENT FILE CLASS [SOURCE]"});
    return;
  }
  import.findings.insert(label->class_name);
  const std::string class_name = class_of(label->class_name, options, classes);
  if (class_name.empty()) {
    ++import.left_out["class " + label->class_name];
    return;
  }
  import.films.push_back({.path = film_path(options.from, split, label->file),
                          .class_name = class_name,
                          .patient_id = patient_id(*label),
                          .split = split_named(split),
                          .source = label->source.empty() ? "COVIDx" : "COVIDx/" + label->source,
                          .licence = options.licence.empty() ? "not stated" : options.licence,
                          .named_in = place});
}

}  // namespace

Result<Import> import_covidx(const ImportOptions& options) {
  CHESTLENS_TRY(const auto files, label_files(options.from));
  Import import;
  for (const auto& [path, split] : files) {
    CHESTLENS_TRY(const auto text, read_text(path));
    int line_number = 0;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::string place = path.filename().string() + ":" + std::to_string(++line_number);
      take_line(text.substr(at, end - at), place, split, options, import);
      at = end + 1;
    }
  }
  return import;
}

}  // namespace chestlens
