#include "curation/patient_names.hpp"

#include <fmt/format.h>

#include <map>
#include <regex>
#include <set>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// Files of one source, and how many patients the manifest names for them.
struct SourceFiles {
  std::vector<fs::path> files;
  std::set<std::string> patients;
};

}  // namespace

std::string films_of_one_stem(std::span<const fs::path> files) {
  static const std::regex pattern(numbered_film_pattern);
  std::map<std::string, std::string> first_of_stem;
  for (const fs::path& file : files) {
    const std::string name = file.filename().string();
    std::smatch match;
    if (!std::regex_search(name, match, pattern)) continue;
    const auto [first, is_new] = first_of_stem.emplace(match[1].str(), name);
    if (!is_new && first->second != name) return first->second + " and " + name;
  }
  return {};
}

std::string patients_by_name(const Manifest& manifest) {
  std::map<std::string, SourceFiles> sources;
  for (const ManifestRow& film : manifest.films) {
    SourceFiles& source = sources[film.source];
    source.files.emplace_back(film.file);
    source.patients.insert(film.patient_id);
  }
  for (const auto& [name, source] : sources) {
    if (source.patients.size() < source.files.size()) continue;
    const std::string films = films_of_one_stem(source.files);
    if (films.empty()) continue;
    return fmt::format(
        "{}: each of its {} films counts as a patient of its own, though names share a stem ({}): "
        "dataset import folder --patient-pattern '{}' keeps films of one patient on one side",
        name.empty() ? "films without a source" : name, source.files.size(), films,
        numbered_film_pattern);
  }
  return {};
}

}  // namespace chestlens
