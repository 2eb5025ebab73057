#include "curation/films_below.hpp"
#include "curation/formats.hpp"
#include "files/folder.hpp"
#include "io/text.hpp"

#include <algorithm>
#include <regex>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FindingClass classes[] = {
    {"bacteria", "bacterial"}, {"virus", "viral"}, {"normal", "normal"}};

/// Class and patient of a film, by its file's name.
struct Name {
  std::string finding;
  std::string patient;
};

/// Kaggle's person1000_bacteria_2931, IM-0115-0001 or NORMAL2-IM-0383-0001-0002; Mendeley's
/// BACTERIA-1008087-0001 or NORMAL-28501-0001. One number may stand for one patient under bacteria
/// and another under virus.
Name read_name(const std::string& stem) {
  static const std::regex kaggle("(person[0-9]+_(bacteria|virus))_[0-9]+.*", std::regex::icase);
  static const std::regex normal("((NORMAL2-)?IM-[0-9]+)-[0-9]+.*", std::regex::icase);
  static const std::regex mendeley("((bacteria|virus|normal)-[0-9]+)-[0-9]+.*", std::regex::icase);
  std::smatch match;
  for (const std::regex* pattern : {&kaggle, &mendeley}) {
    if (std::regex_match(stem, match, *pattern)) return {lower_case(match[2].str()), match[1]};
  }
  if (std::regex_match(stem, match, normal)) return {"normal", match[1]};
  return {};
}

constexpr const char* parts[] = {"train", "val", "test"};

bool has_parts(const fs::path& folder) {
  return std::ranges::any_of(parts,
                             [&](const char* part) { return is_stored_folder(folder / part); });
}

/// Archives hold the folder once or twice inside others: chest_xray/chest_xray,
/// ZhangLabData/CellData/chest_xray.
fs::path root_of(const fs::path& from) {
  constexpr int most_levels = 3;
  std::vector<fs::path> level{from};
  for (int depth = 0; depth <= most_levels; ++depth) {
    std::vector<fs::path> below;
    for (const fs::path& folder : level) {
      if (has_parts(folder)) return folder;
      const auto entries = entries_of(folder, /*with_hidden=*/false);
      if (!entries) continue;
      for (const FolderEntry& entry : *entries) {
        if (entry.is_folder && entry.name != "__MACOSX") below.push_back(folder / entry.name);
      }
    }
    std::ranges::sort(below);
    level = std::move(below);
  }
  return from;
}

}  // namespace

/// The archive's val folder, 16 films of two classes, is too small to choose by and counts as
/// train.
Result<Import> import_kaggle(const ImportOptions& options) {
  const fs::path root = root_of(options.from);
  Import import;
  for (const char* part : parts) {
    if (!is_stored_folder(root / part)) continue;
    CHESTLENS_TRY(const auto below, films_below(root / part));
    tell_left_out(below, import);
    for (const fs::path& path : below.films) {
      const auto [finding, patient] = read_name(path.stem().string());
      if (finding.empty()) {
        import.problems.push_back({path.string(),
                                   "the name gives neither class nor patient; where folders give "
                                   "the class, import the format folder"});
        continue;
      }
      import.findings.insert(finding);
      const std::string class_name = class_of(finding, options, classes);
      if (class_name.empty()) {
        ++import.left_out["finding " + finding];
        continue;
      }
      import.films.push_back({.path = path,
                              .class_name = class_name,
                              .patient_id = "kaggle:" + patient,
                              .split = part == std::string("test") ? "test" : "train",
                              .source = "kaggle-chest-xray-pneumonia",
                              .view = "AP",
                              .licence = "CC BY 4.0",
                              .licence_source = "Mendeley Data 10.17632/rscbjbr9sj"});
    }
  }
  if (std::ranges::any_of(import.films, [](const ImportedFilm& film) {
        return film.path.parent_path().parent_path().filename() == "val";
      })) {
    import.notices.emplace_back(
        "the films of val, too few to choose by, count as train; validation films are drawn from "
        "both");
  }
  if (import.films.empty() && import.problems.empty()) {
    return fail(ErrorCode::not_found, "holds no films below train, val or test", root.string());
  }
  return import;
}

}  // namespace chestlens
