#include "data/csv.hpp"
#include "data/split.hpp"
#include "io/atomic_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>

namespace chestlens {
namespace {

enum class Part : std::uint8_t { train, validation, test };
constexpr std::array<const char*, 3> part_names = {"train", "validation", "test"};
const std::vector<std::string> columns = {"file", "class", "patient_id", "part", "sha256"};
const std::vector<std::string> columns_without_digest(columns.begin(), columns.end() - 1);

std::optional<Part> parse_part(const std::string& name) {
  const auto found = std::ranges::find(part_names, name);
  if (found == part_names.end()) return std::nullopt;
  return static_cast<Part>(found - part_names.begin());
}

/// A split file being read back: each row must agree with the manifest and with the rows before it.
class Reader {
 public:
  Reader(const Manifest& manifest, std::size_t fields)
      : manifest_(manifest),
        declares_validation_(declares_validation(manifest)),
        fields_(fields),
        parts_(manifest.films.size()) {
    if (fields == columns.size()) sha256_.resize(manifest.films.size());
    for (std::size_t i = 0; i < manifest.films.size(); ++i) position_[manifest.films[i].file] = i;
  }

  /// What is wrong with the row, or nothing.
  std::optional<std::string> take(const CsvRecord& row) {
    if (row.fields.size() != fields_) return fmt::format("does not have {} fields", fields_);
    const std::string& file = row.fields[0];
    const std::string& patient = row.fields[2];
    const auto found = position_.find(file);
    if (found == position_.end()) return "the manifest has no film " + file;
    const ManifestRow& film = manifest_.films[found->second];
    const auto part = parse_part(row.fields[3]);
    if (!part) return "part " + row.fields[3] + " is not train, validation or test";
    if (parts_[found->second]) return "film " + file + " is listed twice";
    if (target_text(manifest_, film) != row.fields[1]) return "film " + file + " has another class";
    if (film.patient_id != patient) return "film " + file + " has another patient";
    if ((*part == Part::test) != (film.split == DeclaredSplit::test)) {
      return "film " + file + " is a test film in one of the two only";
    }
    const bool is_declared = film.split == DeclaredSplit::validation;
    if (declares_validation_ && (*part == Part::validation) != is_declared) {
      return "film " + file + " is a validation film in one of the two only";
    }
    if (part_of_patient_.emplace(patient, *part).first->second != *part) {
      return "patient " + patient + " is in two parts";
    }
    parts_[found->second] = part;
    if (!sha256_.empty()) sha256_[found->second] = row.fields[4];
    return std::nullopt;
  }

  /// The first film that no row named.
  std::optional<std::string> unlisted() const {
    const auto found =
        std::ranges::find_if(parts_, [](const auto& part) { return !part.has_value(); });
    if (found == parts_.end()) return std::nullopt;
    return manifest_.films[static_cast<std::size_t>(found - parts_.begin())].file;
  }

  Split split() const {
    Split split;
    split.sha256 = sha256_;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      switch (parts_[i].value()) {
        case Part::train:
          split.train.push_back(i);
          break;
        case Part::validation:
          split.validation.push_back(i);
          break;
        case Part::test:
          split.test.push_back(i);
          break;
      }
    }
    return split;
  }

 private:
  const Manifest& manifest_;
  bool declares_validation_;
  std::size_t fields_;
  std::unordered_map<std::string, std::size_t> position_;
  std::unordered_map<std::string, Part> part_of_patient_;
  std::vector<std::optional<Part>> parts_;
  std::vector<std::string> sha256_;
};

}  // namespace

std::string split_text(const Manifest& manifest, const Split& split) {
  std::vector<Part> parts(manifest.films.size(), Part::train);
  for (const std::size_t film : split.validation) parts[film] = Part::validation;
  for (const std::size_t film : split.test) parts[film] = Part::test;
  std::string text = csv_line(split.sha256.empty() ? columns_without_digest : columns);
  for (std::size_t i = 0; i < manifest.films.size(); ++i) {
    const ManifestRow& film = manifest.films[i];
    std::vector<std::string> fields = {film.file, target_text(manifest, film), film.patient_id,
                                       part_names[static_cast<std::size_t>(parts[i])]};
    if (!split.sha256.empty()) fields.push_back(split.sha256.at(i));
    text += csv_line(fields);
  }
  return text;
}

Status save_split(const std::filesystem::path& path, const Manifest& manifest, const Split& split) {
  return write_file_atomic(path, split_text(manifest, split));
}

Result<Split> load_split(const std::filesystem::path& path, const Manifest& manifest) {
  CHESTLENS_TRY(const auto text, read_text(path));
  return parse_split(text, path.string(), manifest);
}

Result<Split> parse_split(std::string_view text, const std::string& file_name,
                          const Manifest& manifest) {
  CHESTLENS_TRY(const auto records, with_context(parse_csv(text), file_name));
  const auto mismatch = [&file_name](const std::string& what) {
    return fail(ErrorCode::mismatch,
                what + "; the split belongs to another state of the data: start a new run",
                file_name);
  };
  if (records.empty() ||
      (records.front().fields != columns && records.front().fields != columns_without_digest)) {
    return mismatch("the columns are not file, class, patient_id, part and sha256");
  }
  Reader reader(manifest, records.front().fields.size());
  for (const CsvRecord& row : std::span(records).subspan(1)) {
    if (const auto wrong = reader.take(row)) {
      return mismatch("line " + std::to_string(row.line) + ": " + *wrong);
    }
  }
  if (const auto film = reader.unlisted()) {
    return mismatch("film " + *film + " of the manifest is not listed");
  }
  return reader.split();
}

}  // namespace chestlens
