#include "curation/films_below.hpp"
#include "curation/formats.hpp"
#include "files/folder.hpp"
#include "files/stored.hpp"
#include "io/other_names.hpp"
#include "io/saved_text.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FindingClass classes[] = {{"COVID-19", "covid19"},    {"positive", "covid19"},
                                    {"bacteria", "bacterial"},  {"bacterial", "bacterial"},
                                    {"viral", "viral"},         {"normal", "normal"},
                                    {"pneumonia", "pneumonia"}, {"negative", "negative"}};

/// A label file, with the split and the version of the data set that its name tells:
/// train_COVIDx9A.txt is of "_COVIDx9A".
struct LabelFile {
  fs::path path;
  std::string split, version;

  std::string name() const { return path.filename().string(); }
};

std::optional<LabelFile> label_file(const fs::path& path) {
  const std::string stem = path.stem().string();
  for (const std::string_view split : {"train", "test", "val"}) {
    if (!lower_case(stem).starts_with(split)) continue;
    return LabelFile{path, std::string(split), stem.substr(split.size())};
  }
  return std::nullopt;
}

void add_label_files(const fs::path& folder, std::vector<LabelFile>& files) {
  const auto entries = entries_of(folder, /*with_hidden=*/false);
  if (!entries) return;
  for (const FolderEntry& entry : *entries) {
    const fs::path path = folder / entry.name;
    if (lower_case(path.extension().string()) != ".txt") continue;
    if (auto file = label_file(path)) files.push_back(*std::move(file));
  }
}

/// The label files of a folder, or of labels in it or beside its data, as the repository of
/// COVID-Net keeps them; sorted.
Result<std::vector<LabelFile>> label_files(const fs::path& from) {
  if (!is_stored_folder(from)) {
    return fail(ErrorCode::not_found, "is not a folder or a ZIP archive", from.string());
  }
  std::vector<LabelFile> files;
  for (const fs::path& folder : {from, from / "labels", from / ".." / "labels"}) {
    add_label_files(folder, files);
    if (!files.empty()) break;
  }
  if (files.empty()) {
    return fail(ErrorCode::not_found,
                "holds no label file train*.txt or test*.txt, nor does labels in it or beside it; "
                "--labels FILE names one",
                from.string());
  }
  std::ranges::sort(files, {}, &LabelFile::path);
  return files;
}

/// As --labels names them: paths, or names of files that are found in the data set.
Result<std::vector<LabelFile>> chosen_files(const ImportOptions& options) {
  if (options.label_files.empty()) return label_files(options.from);
  std::vector<LabelFile> chosen;
  for (const fs::path& named : options.label_files) {
    fs::path path = named;
    if (!is_stored(path)) path = options.from / named;
    if (!is_stored(path)) path = options.from / "labels" / named;
    if (!is_stored(path)) {
      return fail(ErrorCode::not_found, "is not there", "--labels " + named.string());
    }
    auto file = label_file(path);
    if (!file) {
      return fail(ErrorCode::invalid_argument,
                  "its name begins with none of train, test and val, which tells the split; "
                  "rename it",
                  "--labels " + named.string());
    }
    chosen.push_back(*std::move(file));
  }
  return chosen;
}

/// COVIDx's scripts put the films below data/, older ones beside the label files.
fs::path film_path(const fs::path& from, const std::string& split, const std::string& file,
                   FilmsByName& films) {
  for (const fs::path& folder : {from / split, from / "data" / split, from, from / "data"}) {
    fs::path there = path_on_disk(folder / file);
    if (is_stored(there)) return there;
  }
  fs::path found = films.find(file, split);
  return found.empty() ? from / split / file : found;
}

/// One line of a label file. A patient of the SIRM collection has a blank in its name: "COVID 123".
struct LabelLine {
  std::string patient, file, class_name, source;
};

std::optional<LabelLine> parse_line(const std::string& line) {
  std::vector<std::string> fields = split_text(line, " \t");
  if (fields.size() == 1) fields = split_text(line, ",;");
  auto file =
      std::ranges::find_if(fields, [](const auto& field) { return is_picture_name(field); });
  if (file == fields.end() && (fields.size() == 3 || fields.size() == 4)) file = fields.begin() + 1;
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

/// A film that a label file names.
struct NamedFilm {
  ImportedFilm film;
  const LabelFile* file = nullptr;
};

/// "train_COVIDx9A.txt:3 has it in train as normal".
std::string said_of(const NamedFilm& named) {
  return fmt::format("{} has it in {} as {}", named.film.named_in, named.film.split,
                     named.film.class_name);
}

bool agree(const NamedFilm& one, const NamedFilm& other) {
  return one.film.class_name == other.film.class_name && one.film.split == other.film.split;
}

/// "--labels train_COVIDx9B.txt test_COVIDx9B.txt".
std::string way_to(const LabelFile& wanted, const std::vector<LabelFile>& files) {
  std::string way = "--labels";
  for (const LabelFile& file : files) {
    if (file.version == wanted.version) way += " " + file.name();
  }
  return way;
}

struct Reader {
  const ImportOptions& options;
  FilmsByName films{options.from};
  std::vector<NamedFilm> named = {};
  Import import = {};

  void take_line(const std::string& line, const std::string& place, const LabelFile& file);
  Status read(const LabelFile& file);
};

void Reader::take_line(const std::string& line, const std::string& place, const LabelFile& file) {
  if (trimmed(line, " \t").empty()) return;
  const auto label = parse_line(line);
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
  named.push_back({{.path = film_path(options.from, file.split, label->file, films),
                    .class_name = class_name,
                    .patient_id = patient_id(*label),
                    .split = split_named(file.split),
                    .source = label->source.empty() ? "COVIDx" : "COVIDx/" + label->source,
                    .licence = options.licence.empty() ? "not stated" : options.licence,
                    .named_in = place},
                   &file});
}

Status Reader::read(const LabelFile& file) {
  CHESTLENS_TRY(const auto bytes, read_stored_text(file.path));
  CHESTLENS_TRY(const auto saved, with_context(read_saved_text(bytes), file.path.string()));
  if (saved.is_guessed) import.notices.push_back(guess_note(file.name()));
  int line_number = 0;
  for (std::size_t at = 0; at < saved.text.size();) {
    std::size_t end = std::min(saved.text.find_first_of("\r\n", at), saved.text.size());
    const std::string place = file.name() + ":" + std::to_string(++line_number);
    take_line(saved.text.substr(at, end - at), place, file);
    if (saved.text.substr(end, 2) == "\r\n") ++end;
    at = end + 1;
  }
  return {};
}

/// Moves films on which the label files agree into the import; others are problems, or, where files
/// of two versions name them, make the data set one to choose from.
Status merge(std::vector<NamedFilm> named, const std::vector<LabelFile>& files, bool may_choose,
             Import& import) {
  std::map<fs::path, const NamedFilm*> first;
  std::set<fs::path> disputed;
  for (const NamedFilm& one : named) {
    const NamedFilm& other = *first.emplace(one.film.path, &one).first->second;
    if (agree(one, other)) continue;
    const std::string both = said_of(other) + ", " + said_of(one);
    if (may_choose && one.file->version != other.file->version) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("label files of two versions contradict each other, of {}: {}; "
                              "choose one: {}, or {}",
                              one.film.path.filename().string(), both, way_to(*other.file, files),
                              way_to(*one.file, files)));
    }
    if (disputed.insert(one.film.path).second) {
      import.problems.push_back({one.film.path.string(), "is labelled in two ways: " + both});
    }
  }
  for (NamedFilm& one : named) {
    if (!disputed.contains(one.film.path)) import.films.push_back(std::move(one.film));
  }
  return {};
}

/// Which label files were read, where there was a choice.
void note_files(const ImportOptions& options, const std::vector<LabelFile>& files, Import& import) {
  std::vector<std::string> names;
  std::set<std::string> versions;
  for (const LabelFile& file : files) {
    names.push_back(file.name());
    versions.insert(file.version);
  }
  if (versions.size() > 1) import.notices.push_back("label files read: " + joined(names));
  const auto found = options.label_files.empty() ? Result<std::vector<LabelFile>>(files)
                                                 : label_files(options.from);
  std::vector<std::string> others;
  for (const LabelFile& file : found.value_or(files)) {
    const bool is_read = std::ranges::find(names, file.name()) != names.end();
    if (!is_read && versions.contains(file.version)) others.push_back(file.name());
  }
  if (!others.empty()) {
    import.notices.push_back("of the same version and not read: " + joined(others) +
                             "; --labels may name several");
  }
}

}  // namespace

Result<Import> import_covidx(const ImportOptions& options) {
  CHESTLENS_TRY(const auto files, chosen_files(options));
  Reader reader{options};
  for (const LabelFile& file : files) CHESTLENS_CHECK(reader.read(file));
  CHESTLENS_CHECK(with_context(
      merge(std::move(reader.named), files, options.label_files.empty(), reader.import),
      options.from.string()));
  note_files(options, files, reader.import);
  return std::move(reader.import);
}

}  // namespace chestlens
