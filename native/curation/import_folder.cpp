#include "curation/films_below.hpp"
#include "curation/formats.hpp"
#include "io/other_names.hpp"
#include "io/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <set>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

Result<std::optional<std::regex>> compile(const std::string& pattern) {
  if (pattern.empty()) return std::nullopt;
  try {
    const std::regex expression(pattern);
    if (expression.mark_count() == 0) {
      return fail(ErrorCode::invalid_argument,
                  "has no group; put the patient's part of the name in parentheses", pattern);
    }
    return expression;
  } catch (const std::regex_error& error) {
    return fail(ErrorCode::parse, std::string("is no regular expression: ") + error.what(),
                pattern);
  }
}

/// Where no pattern says better, every film is a patient of its own.
std::string patient_of(const fs::path& inside, const std::optional<std::regex>& pattern) {
  const fs::path readable = utf8_path(inside);
  if (!pattern) return fs::path(readable).replace_extension().string();
  const std::string name = readable.filename().string();
  std::smatch match;
  return std::regex_search(name, match, *pattern) ? match[1].str() : std::string();
}

/// Whether a folder's name says no more than that films are in it, as in COVID/images/1.png.
bool says_only_films(const std::string& folder) {
  constexpr std::array<std::string_view, 7> names = {"image", "images", "img", "imgs",
                                                     "film",  "films",  "data"};
  return std::ranges::find(names, lower_case(folder)) != names.end();
}

using Folders = std::vector<std::string>;

/// The folders between the top one and a file that may name a split or a class.
Folders folders_of(const fs::path& inside) {
  Folders folders;
  for (const fs::path& part : inside.parent_path()) folders.push_back(utf8_name(part.string()));
  Folders telling;
  std::ranges::remove_copy_if(folders, std::back_inserter(telling), says_only_films);
  return telling.empty() ? folders : telling;
}

/// Whether all films lie in one folder that is no class's, since splits or folders of images, and
/// so classes, lie below it: the data set's own.
bool is_wrapped(const std::vector<fs::path>& insides) {
  std::set<std::string> first;
  bool has_classes_below = false;
  for (const fs::path& inside : insides) {
    const Folders folders = folders_of(inside);
    if (folders.size() < 2) return false;
    first.insert(folders[0]);
    const auto all = std::ranges::distance(inside.parent_path());
    has_classes_below = has_classes_below ||
                        (folders.size() > 2 && !split_named(folders[1]).empty()) ||
                        (all > 2 && says_only_films(inside.parent_path().filename().string()));
  }
  return first.size() == 1 && has_classes_below && split_named(*first.begin()).empty();
}

/// Split and class of a file; without a class where it lies in no class's folder.
struct Place {
  std::string split, class_name;
};

Place place_of(const fs::path& inside, bool wrapped) {
  Folders folders = folders_of(inside);
  if (wrapped && folders.size() > 1) folders.erase(folders.begin());
  if (folders.empty()) return {};
  if (folders.size() > 1) {
    if (std::string split = split_named(folders[0]); !split.empty()) return {split, folders[1]};
    if (std::string split = split_named(folders[1]); !split.empty()) return {split, folders[0]};
  }
  return {"", folders[0]};
}

/// Files that are no films in folders of classes, which must not vanish for that.
void add_unread(const FilmsBelow& below, const ImportOptions& options, bool wrapped,
                Import& import) {
  for (const fs::path& other : below.others) {
    if (!is_picture_name(other)) continue;
    const std::string class_name =
        place_of(other.lexically_relative(options.from), wrapped).class_name;
    if (class_name.empty()) continue;
    import.findings.insert(class_name);
    if (options.classes.contains(class_name)) continue;
    import.unread[class_name].push_back(other);
  }
}

void add_notices(const fs::path& from, Import& import) {
  const auto validation = std::ranges::count(import.films, "validation", &ImportedFilm::split);
  if (validation > 0) {
    import.notices.push_back(
        counted(static_cast<std::uint64_t>(validation), "film") +
        " below a validation folder: these and no others will validate; without the word "
        "validation in the column split they are drawn instead");
  }
  std::set<std::string> classes;
  std::set<fs::path> folders;
  for (const ImportedFilm& film : import.films) {
    classes.insert(film.class_name);
    folders.insert(film.path.parent_path());
  }
  if (classes.size() == 1 && folders.size() > 1) {
    import.notices.push_back("all films are of one class, " + *classes.begin() +
                             "; where the folders in it are classes, give it as --from " +
                             (from / *classes.begin()).string());
  }
}

}  // namespace

Result<Import> import_folder(const ImportOptions& options) {
  CHESTLENS_TRY(const auto pattern, compile(options.patient_pattern));
  CHESTLENS_TRY(const auto below, films_below(options.from));
  const std::string folder_name = utf8_name(fs::weakly_canonical(options.from).filename().string());
  const std::string source = options.source.empty() ? folder_name : options.source;
  std::vector<fs::path> insides;
  for (const fs::path& path : below.films) insides.push_back(path.lexically_relative(options.from));
  const bool wrapped = is_wrapped(insides);

  Import import;
  tell_left_out(below, import);
  for (std::size_t i = 0; i < insides.size(); ++i) {
    const fs::path& path = below.films[i];
    const auto [split, own_class] = place_of(insides[i], wrapped);
    if (own_class.empty()) {
      import.problems.push_back({path.string(), "lies in no class's folder"});
      continue;
    }
    import.findings.insert(own_class);
    const auto mapped = options.classes.find(own_class);
    const std::string class_name = mapped == options.classes.end() ? own_class : mapped->second;
    if (class_name.empty()) {
      ++import.left_out["class " + own_class];
      continue;
    }
    const std::string patient = patient_of(insides[i], pattern);
    if (patient.empty()) {
      import.problems.push_back({path.string(), "the patient pattern does not match its name"});
      continue;
    }
    import.films.push_back({.path = path,
                            .class_name = class_name,
                            .patient_id = source + ":" + patient,
                            .patient_known = pattern.has_value(),
                            .asks_header = true,
                            .split = split,
                            .source = source,
                            .licence = options.licence});
  }
  add_unread(below, options, wrapped, import);
  add_notices(options.from, import);
  if (import.films.empty() && import.problems.empty() && import.unread.empty()) {
    return fail(ErrorCode::not_found, "holds no films", options.from.string());
  }
  return import;
}

}  // namespace chestlens
