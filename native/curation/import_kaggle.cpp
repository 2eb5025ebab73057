#include "curation/formats.hpp"

#include <algorithm>
#include <regex>
#include <utility>

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

/// person1000_bacteria_2931, IM-0115-0001 or NORMAL2-IM-0383-0001-0002. One number may stand for
/// one patient under bacteria and another under virus.
Name read_name(const std::string& stem) {
  static const std::regex pneumonia("(person[0-9]+_(bacteria|virus))_[0-9]+.*");
  static const std::regex normal("((NORMAL2-)?IM-[0-9]+)-[0-9]+.*");
  std::smatch match;
  if (std::regex_match(stem, match, pneumonia)) return {match[2], match[1]};
  if (std::regex_match(stem, match, normal)) return {"normal", match[1]};
  return {};
}

/// The archive holds the folder once or twice inside itself.
fs::path root_of(const fs::path& from) {
  std::error_code ignored;
  for (const fs::path& root : {from, from / "chest_xray", from / "chest_xray" / "chest_xray"}) {
    if (fs::is_directory(root / "train", ignored)) return root;
  }
  return from;
}

}  // namespace

/// The archive's val folder, 16 films of two classes, is too small to choose by and counts as
/// train.
Result<Import> import_kaggle(const ImportOptions& options) {
  const fs::path root = root_of(options.from);
  Import import;
  for (const char* part : {"train", "val", "test"}) {
    std::error_code ignored;
    if (!fs::is_directory(root / part, ignored)) continue;
    CHESTLENS_TRY(const auto paths, films_below(root / part));
    for (const fs::path& path : paths) {
      const auto [finding, patient] = read_name(path.stem().string());
      if (finding.empty()) {
        import.problems.push_back({path.string(), "the name gives neither class nor patient"});
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
