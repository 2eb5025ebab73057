#include "curation/import_outcome.hpp"

#include "data/csv.hpp"
#include "io/atomic_file.hpp"

#include <system_error>

namespace chestlens {

std::map<std::string, int> films_by_class(const ManifestTable& table) {
  std::map<std::string, int> counts;
  for (const auto& row : table.rows) {
    const auto found = row.find("class");
    ++counts[found == row.end() || found->second.empty() ? "no class" : found->second];
  }
  return counts;
}

Status write_problems(const std::filesystem::path& path,
                      const std::vector<ImportProblem>& problems) {
  if (problems.empty()) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return {};
  }
  std::string text = csv_line({"film", "reason"});
  for (const auto& [film, reason] : problems) text += csv_line({film, reason});
  return write_file_atomic(path, text);
}

}  // namespace chestlens
