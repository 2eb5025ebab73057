#include "data/split_films.hpp"

#include "data/csv.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <unordered_map>
#include <utility>

namespace chestlens {

Result<FilmsOfSplit> films_of_split(std::string_view split_text, const std::string& file_name,
                                    Manifest manifest) {
  CHESTLENS_TRY(const auto records, with_context(parse_csv(split_text), file_name));
  std::unordered_map<std::string, std::size_t> position;
  for (std::size_t i = 0; i < manifest.films.size(); ++i) position[manifest.films[i].file] = i;

  FilmsOfSplit result;
  std::vector<ManifestRow> films;
  std::vector<bool> listed(manifest.films.size());
  if (!records.empty()) result.text = csv_line(records.front().fields);
  for (const CsvRecord& row : std::span(records).subspan(records.empty() ? 0 : 1)) {
    const std::string file = row.fields.empty() ? "" : row.fields.front();
    const auto found = position.find(file);
    if (found == position.end()) {
      result.gone.push_back(file);
      continue;
    }
    result.text += csv_line(row.fields);
    if (!listed[found->second]) films.push_back(manifest.films[found->second]);
    listed[found->second] = true;
  }
  for (std::size_t i = 0; i < listed.size(); ++i) {
    if (!listed[i]) result.added.push_back(manifest.films[i].file);
  }
  manifest.films = std::move(films);
  result.manifest = std::move(manifest);
  return result;
}

std::string some_of(const std::vector<std::string>& films) {
  constexpr std::size_t named = 10;
  const std::size_t count = std::min(films.size(), named);
  const std::string text =
      joined({films.begin(), films.begin() + static_cast<std::ptrdiff_t>(count)});
  return count == films.size() ? text : fmt::format("{} and {} more", text, films.size() - count);
}

}  // namespace chestlens
