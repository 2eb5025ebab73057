#include "data/film.hpp"
#include "explain/cases.hpp"
#include "io/progress.hpp"
#include "io/visible_text.hpp"

#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace chestlens {
namespace {

constexpr std::size_t answered_at_once = 8;

std::string_view title_of(FilmCase which) {
  switch (which) {
    case FilmCase::right:
      return "right";
    case FilmCase::wrong:
      return "wrong";
    case FilmCase::surest_wrong:
      return "surest and wrong";
  }
  return "";
}

/// The model's number of each of the manifest's classes.
Result<std::vector<int>> numbers_of_classes(const Manifest& manifest,
                                            const std::vector<std::string>& classes) {
  std::vector<int> numbers;
  for (const std::string& name : manifest.classes) {
    const auto found = std::ranges::find(classes, name);
    if (found == classes.end()) {
      return fail(ErrorCode::mismatch,
                  fmt::format("the class \"{}\" is none of the model's", visible_text(name)),
                  (manifest.folder / "manifest.csv").string());
    }
    numbers.push_back(static_cast<int>(found - classes.begin()));
  }
  return numbers;
}

std::vector<const ManifestRow*> shown_rows(const Manifest& manifest) {
  std::vector<const ManifestRow*> test, all;
  for (const ManifestRow& row : manifest.films) {
    all.push_back(&row);
    if (row.split == DeclaredSplit::test) test.push_back(&row);
  }
  return test.empty() ? all : test;
}

Result<std::vector<AnsweredFilm>> answer(const Explainer& explainer, const Manifest& manifest,
                                         const std::vector<const ManifestRow*>& rows,
                                         const std::vector<int>& numbers,
                                         const CaseOptions& options, const Reporter& reporter) {
  std::vector<AnsweredFilm> answered;
  Progress progress(reporter, "answered films", std::ssize(rows), "films");
  for (std::size_t first = 0; first < rows.size(); first += answered_at_once) {
    if (options.stopped && options.stopped()) {
      return fail(ErrorCode::interrupted, "stopped; nothing was written");
    }
    std::vector<PreparedFilm> prepared;
    const std::size_t end = std::min(rows.size(), first + answered_at_once);
    for (std::size_t i = first; i < end; ++i) {
      CHESTLENS_TRY(const auto film, read_film(manifest.folder / rows[i]->file));
      CHESTLENS_TRY(auto inputs,
                    with_context(prepare_film(explainer.predictor, film), rows[i]->file));
      prepared.push_back(std::move(inputs));
    }
    CHESTLENS_TRY(auto predictions, predict_batch(explainer.predictor, prepared, false));
    for (std::size_t i = first; i < end; ++i) {
      CHESTLENS_TRY(auto prediction,
                    with_context(std::move(predictions[i - first]), rows[i]->file));
      answered.push_back({numbers[static_cast<std::size_t>(rows[i]->class_index)],
                          std::move(prediction.combined.probabilities)});
    }
    progress.advance(static_cast<std::int64_t>(end - first));
  }
  return answered;
}

}  // namespace

Result<std::vector<std::pair<std::string, Panel>>> case_panels(const Explainer& explainer,
                                                               const Manifest& manifest,
                                                               const CaseOptions& options,
                                                               const Reporter& reporter) {
  const auto& classes = explainer.predictor.members.front().card.classes;
  CHESTLENS_TRY(const auto numbers, numbers_of_classes(manifest, classes));
  const auto rows = shown_rows(manifest);
  CHESTLENS_TRY(const auto answered, answer(explainer, manifest, rows, numbers, options, reporter));
  OcclusionOptions occlusion = options.occlusion;
  if (options.stopped) {
    occlusion.progress = [&options](int, int) { return !options.stopped(); };
  }
  std::vector<std::pair<std::string, Panel>> panels;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const auto chosen = choose_cases(answered, static_cast<int>(c), options.each);
    Panel panel;
    for (const auto& [film, which] : chosen) {
      CHESTLENS_TRY(const auto image, read_film(manifest.folder / rows[film]->file));
      CHESTLENS_TRY(const auto maps,
                    with_context(explain_film(explainer, image, options.methods, occlusion),
                                 rows[film]->file));
      const int predicted = most_probable(maps.probabilities);
      CHESTLENS_TRY(auto of_film, film_panel(explainer, maps,
                                             {.title = {},
                                              .classes = {predicted},
                                              .scale = options.scale,
                                              .tile_pixels = options.tile_pixels}));
      PanelRow row = std::move(of_film.rows.front());
      row.title = title_of(which);
      row.is_marked = which == FilmCase::right;
      row.lines = {fmt::format("{} {:.1f} %", classes[static_cast<std::size_t>(predicted)],
                               100.0 * maps.probabilities[static_cast<std::size_t>(predicted)]),
                   visible_text(rows[film]->file)};
      if (predicted != static_cast<int>(c)) {
        row.lines.insert(row.lines.begin() + 1,
                         fmt::format("{} {:.1f} %", classes[c], 100.0 * maps.probabilities[c]));
      }
      panel.columns = std::move(of_film.columns);
      panel.groups = std::move(of_film.groups);
      panel.notes = std::move(of_film.notes);
      panel.rows.push_back(std::move(row));
    }
    if (panel.rows.empty()) continue;
    const auto is_of_class = [&](const AnsweredFilm& film) {
      return film.truth == static_cast<int>(c);
    };
    const auto is_right = [&](const AnsweredFilm& film) {
      return is_of_class(film) && most_probable(film.probabilities) == film.truth;
    };
    panel.title = fmt::format("{}: {} of {} films answered right", classes[c],
                              std::ranges::count_if(answered, is_right),
                              std::ranges::count_if(answered, is_of_class));
    panel.notes.insert(panel.notes.begin(),
                       "Right and wrong films are those of a typical probability. Each map is "
                       "that of the answer, right or wrong.");
    panels.emplace_back("cases-" + std::to_string(c + 1), std::move(panel));
  }
  return panels;
}

}  // namespace chestlens
