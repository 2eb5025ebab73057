#include "cli/predict_tally.hpp"

#include "io/utf8.hpp"
#include "io/visible_text.hpp"

#include <chestlens/decode.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace chestlens {

void count_film(PredictTally& tally, const FilmToPredict& film, bool passed_over, bool failed) {
  if (!film.folder.empty()) {
    FolderTally& folder = tally.folders[film.folder];
    if (passed_over && folder.others == 0) folder.example = film.path.filename().string();
    ++(passed_over ? folder.others : folder.films);
  }
  if (passed_over) return;
  ++tally.films;
  if (failed) ++tally.failures;
  if (first_not_utf8(film.path.string()) != std::string::npos) ++tally.changed_names;
}

void note_tally(const PredictTally& tally, bool is_json, const Reporter& reporter) {
  for (const auto& [folder, files] : tally.folders) {
    if (files.films == 0 || files.others == 0) continue;
    reporter.note(
        fmt::format("{}: passed over what is no {} file: {}{}", visible_text(folder.string()),
                    film_formats, visible_text(files.example),
                    files.others == 1 ? "" : fmt::format(" and {} more", files.others - 1)));
  }
  if (!is_json || tally.changed_names == 0) return;
  reporter.note(fmt::format(
      "{} of {} film names are not UTF-8; the JSON has such bytes as \\xE9, and the name "
      "as file_url",
      tally.changed_names, tally.films));
}

Status outcome_of(const PredictTally& tally) {
  if (tally.failures > 0) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} of {} films cannot be predicted", tally.failures, tally.films));
  }
  const auto empty = std::ranges::find_if(
      tally.folders, [](const auto& folder) { return folder.second.films == 0; });
  if (empty == tally.folders.end()) return {};
  return fail(ErrorCode::not_found, fmt::format("holds no {} file", film_formats),
              empty->first.string());
}

}  // namespace chestlens
