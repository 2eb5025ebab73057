#include "curation/formats.hpp"
#include "io/text.hpp"

#include <algorithm>
#include <optional>
#include <regex>

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
  if (!pattern) return fs::path(inside).replace_extension().string();
  const std::string name = inside.filename().string();
  std::smatch match;
  return std::regex_search(name, match, *pattern) ? match[1].str() : std::string();
}

}  // namespace

Result<Import> import_folder(const ImportOptions& options) {
  CHESTLENS_TRY(const auto pattern, compile(options.patient_pattern));
  CHESTLENS_TRY(const auto paths, films_below(options.from));
  const std::string folder_name = fs::weakly_canonical(options.from).filename().string();
  const std::string source = options.source.empty() ? folder_name : options.source;

  Import import;
  for (const fs::path& path : paths) {
    const fs::path inside = path.lexically_relative(options.from);
    const std::vector<fs::path> parts(inside.begin(), inside.end());
    const std::string split = parts.size() > 2 ? split_named(parts[0].string()) : std::string();
    const std::size_t class_at = split.empty() ? 0 : 1;
    if (parts.size() < class_at + 2) {
      import.problems.push_back({path.string(), "lies in no class's folder"});
      continue;
    }
    const std::string patient = patient_of(inside, pattern);
    if (patient.empty()) {
      import.problems.push_back({path.string(), "the patient pattern does not match its name"});
      continue;
    }
    const std::string own_class = parts[class_at].string();
    import.findings.insert(own_class);
    const std::string mapped = class_of(own_class, options, {});
    import.films.push_back({.path = path,
                            .class_name = mapped.empty() ? own_class : mapped,
                            .patient_id = source + ":" + patient,
                            .patient_known = pattern.has_value(),
                            .split = split,
                            .source = source,
                            .licence = options.licence});
  }
  const auto validation = std::ranges::count(import.films, "validation", &ImportedFilm::split);
  if (validation > 0) {
    import.notices.push_back(
        counted(static_cast<std::uint64_t>(validation), "film") +
        " below a validation folder: these and no others will validate; without the word "
        "validation in the column split they are drawn instead");
  }
  if (import.films.empty() && import.problems.empty()) {
    return fail(ErrorCode::not_found, "holds no films", options.from.string());
  }
  return import;
}

}  // namespace chestlens
