#include "data/manifest_checks.hpp"

#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

namespace chestlens {
namespace {

/// A file's name without what file_found() reads over.
std::string plain_name(const std::string& written) {
  std::string plain(trimmed_field(written));
  std::ranges::replace(plain, '\\', '/');
  return plain;
}

/// The split that two films of one patient are on both sides of, or nothing.
const char* crossed_split(DeclaredSplit one, DeclaredSplit other) {
  for (const DeclaredSplit split : {DeclaredSplit::test, DeclaredSplit::validation}) {
    if ((one == split) != (other == split)) {
      return split == DeclaredSplit::test ? "test" : "validation";
    }
  }
  return nullptr;
}

/// The film that `name` repeats, by way of others that repeat it.
std::string first_original(std::string name,
                           const std::map<std::string, std::string>& original_of) {
  for (std::size_t steps = 0; steps < original_of.size(); ++steps) {
    const auto next = original_of.find(name);
    if (next == original_of.end()) break;
    name = next->second;
  }
  return name;
}

/// Takes out of `repeats` the first film that stands in for each original that is not here.
void keep_stand_ins(std::set<std::string>& originals,
                    const std::map<std::string, std::string>& original_of,
                    std::map<int, std::string>& repeats) {
  for (auto repeat = repeats.begin(); repeat != repeats.end();) {
    repeat->second = first_original(repeat->second, original_of);
    const bool stands_in = originals.insert(repeat->second).second;
    repeat = stands_in ? repeats.erase(repeat) : std::next(repeat);
  }
}

}  // namespace

void check_repeated_files(const std::vector<ManifestRow>& films, ManifestFindings& findings) {
  std::unordered_map<std::string, int> first_line;
  for (const ManifestRow& film : films) {
    const auto [at, is_new] =
        first_line.emplace(std::filesystem::path(film.file).lexically_normal().string(), film.line);
    if (!is_new && !film.file.empty()) {
      findings.push_back(
          {film.line, fmt::format("file \"{}\" repeats line {}", film.file, at->second)});
    }
  }
}

void check_spellings(ManifestReport& report) {
  if (report.manifest.multi_label) return;
  struct Spelling {
    std::string name;
    std::uint64_t rows = 0;
    int first_line = 0;
  };
  std::vector<Spelling> spellings;
  for (const std::string& name : report.manifest.classes) spellings.push_back({name});
  for (const ManifestRow& film : report.manifest.films) {
    Spelling& spelling = spellings[static_cast<std::size_t>(film.class_index)];
    if (spelling.rows++ == 0) spelling.first_line = film.line;
  }
  std::erase_if(spellings, [](const Spelling& spelling) { return spelling.rows == 0; });
  std::ranges::stable_sort(spellings, std::ranges::greater{}, &Spelling::rows);
  std::map<std::string, Spelling> usual;
  for (const Spelling& spelling : spellings) {
    const auto [other, is_first] = usual.emplace(lower_case(spelling.name), spelling);
    if (is_first) continue;
    report.findings.push_back(
        {spelling.first_line,
         fmt::format("class \"{}\" ({}) is also spelt \"{}\" ({}); spell them alike", spelling.name,
                     counted(spelling.rows, "row"), other->second.name,
                     counted(other->second.rows, "row"))});
  }
}

void check_patients(ManifestReport& report) {
  std::unordered_map<std::string, const ManifestRow*> first;
  std::set<std::string> crossing;
  for (const ManifestRow& film : report.manifest.films) {
    const ManifestRow& other = *first.emplace(film.patient_id, &film).first->second;
    const char* crossed = crossed_split(film.split, other.split);
    if (crossed == nullptr || !crossing.insert(film.patient_id).second) continue;
    report.findings.push_back(
        {film.line, fmt::format("patient \"{}\" is on both sides of the {} split, see line {}",
                                film.patient_id, crossed, other.line)});
  }
  report.crossing_patients.assign(crossing.begin(), crossing.end());
}

void drop_duplicates(std::span<const CsvRecord> rows, const ManifestColumns& columns,
                     Manifest& manifest, ManifestFindings& findings) {
  if (!columns.duplicate_of) return;
  std::set<std::string> originals;
  std::map<int, std::string> repeats;
  std::map<std::string, std::string> original_of;
  for (const CsvRecord& row : rows) {
    if (row.fields.size() != columns.count) continue;
    const std::string original = plain_name(row.fields[*columns.duplicate_of]);
    if (original.empty()) {
      originals.insert(plain_name(row.fields[columns.file]));
    } else {
      repeats.emplace(row.line, original);
      original_of.emplace(plain_name(row.fields[columns.file]), original);
    }
  }
  if (columns.external) keep_stand_ins(originals, original_of, repeats);
  for (const auto& [line, original] : repeats) {
    if (!originals.contains(original)) {
      findings.push_back(
          {line, fmt::format(
                     "duplicate_of \"{}\" is not a film of this manifest, or is itself a duplicate",
                     original)});
    }
  }
  manifest.duplicates_dropped = static_cast<int>(std::erase_if(
      manifest.films, [&repeats](const ManifestRow& film) { return repeats.contains(film.line); }));
}

}  // namespace chestlens
