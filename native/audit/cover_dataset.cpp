#include "audit/cover_dataset.hpp"

#include "curation/manifest_table.hpp"
#include "data/film.hpp"
#include "data/parallel.hpp"
#include "io/atomic_file.hpp"
#include "io/output_folder.hpp"
#include "io/progress.hpp"

#include <chestlens/encode.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FolderWriter cover_writer{"covered films", "chestlens dataset cover"};

/// A film's place in the new folder: its own, as PNG; a number for one from elsewhere.
std::string covered_name(const std::string& file, std::size_t row) {
  const fs::path path(file);
  const bool is_inside = path.is_relative() && !file.starts_with("..");
  if (!is_inside) return fmt::format("films/{:06}.png", row);
  return path.extension() == ".png" ? file : file + ".png";
}

Status write_covered(const fs::path& from, const fs::path& to, const FilmChange& change) {
  CHESTLENS_TRY(const auto film, read_film(from));
  CHESTLENS_TRY(const auto covered, with_context(change(film, 0), from.string()));
  CHESTLENS_TRY(const auto png, encode_png(covered));
  return write_file_atomic(to, png);
}

/// The rows with the new names, also where a row names the film that it repeats.
ManifestTable renamed(ManifestTable table, const std::vector<std::string>& names) {
  std::map<std::string, std::string> new_names;
  for (std::size_t i = 0; i < names.size(); ++i) new_names[table.rows[i]["file"]] = names[i];
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto& row = table.rows[i];
    row["file"] = names[i];
    const auto repeated = new_names.find(row["duplicate_of"]);
    if (repeated != new_names.end()) row["duplicate_of"] = repeated->second;
  }
  return table;
}

Status write_films(const CoverDatasetOptions& options, ManifestTable& table,
                   const std::vector<std::string>& names, const fs::path& made,
                   const Reporter& reporter) {
  Progress progress(reporter, "covered films", std::ssize(names), "films");
  std::mutex mutex;
  std::optional<Error> first_error;
  const FilmChange change = cover(options.part);
  parallel_for(names.size(), options.threads, [&](std::size_t i) {
    {
      const std::lock_guard lock(mutex);
      if (first_error) return;
    }
    const Status written =
        write_covered(options.data / table.rows[i]["file"], made / names[i], change);
    const std::lock_guard lock(mutex);
    if (!written && !first_error) first_error = written.error();
    progress.advance();
  });
  if (first_error) return tl::unexpected(*std::move(first_error));
  progress.finish();
  return {};
}

}  // namespace

Status cover_dataset(const CoverDatasetOptions& options, const OutputRule& rule,
                     const Reporter& reporter) {
  CHESTLENS_CHECK(check_written_folder(options.out, rule, cover_writer));
  CHESTLENS_TRY(auto table, read_manifest_table(options.data));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    names.push_back(covered_name(table.rows[i]["file"], i));
  }
  return fill_output_folder(options.out, cover_writer, rule, [&](const fs::path& made) -> Status {
    CHESTLENS_CHECK(write_films(options, table, names, made, reporter));
    return write_manifest_table(made, renamed(std::move(table), names));
  });
}

}  // namespace chestlens
