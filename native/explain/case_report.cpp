#include "data/csv.hpp"
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

Result<std::vector<NamedAnswer>> answer(const Explainer& explainer, const Manifest& manifest,
                                        const std::vector<const ManifestRow*>& rows,
                                        const std::vector<int>& numbers, const CaseOptions& options,
                                        const Reporter& reporter) {
  std::vector<NamedAnswer> answered;
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
      answered.push_back({rows[i]->file,
                          {numbers[static_cast<std::size_t>(rows[i]->class_index)],
                           std::move(prediction.combined.probabilities)}});
    }
    progress.advance(static_cast<std::int64_t>(end - first));
  }
  return answered;
}

/// The maps of a film's answer as a row of a panel that has no rows yet.
Result<Panel> case_panel(const Explainer& explainer, const std::filesystem::path& file,
                         const CasedFilm& cased, const NamedAnswer& film,
                         const CaseOptions& options) {
  OcclusionOptions occlusion = options.occlusion;
  if (options.stopped) {
    occlusion.progress = [&options](int, int) { return !options.stopped(); };
  }
  CHESTLENS_TRY(const auto image, read_film(file));
  CHESTLENS_TRY(
      const auto maps,
      with_context(explain_film(explainer, image, options.methods, occlusion), film.file));
  const int predicted = most_probable(maps.probabilities);
  CHESTLENS_TRY(auto panel, film_panel(explainer, maps,
                                       {.title = {},
                                        .classes = {predicted},
                                        .scale = options.scale,
                                        .tile_pixels = options.tile_pixels}));
  const auto line = [&](int c) {
    const auto number = static_cast<std::size_t>(c);
    return fmt::format("{} {:.1f} %", explainer.predictor.members.front().card.classes[number],
                       100.0 * maps.probabilities[number]);
  };
  PanelRow& row = panel.rows.front();
  row.title = to_string(cased.which);
  row.is_marked = cased.which == FilmCase::right;
  row.lines = {line(predicted)};
  if (predicted != film.answer.truth) row.lines.push_back(line(film.answer.truth));
  row.lines.push_back(visible_text(film.file));
  return panel;
}

std::string title_of_class(const std::string& name, std::span<const AnsweredFilm> films,
                           int class_index) {
  int all = 0, right = 0;
  for (const AnsweredFilm& film : films) {
    if (film.truth != class_index) continue;
    ++all;
    right += most_probable(film.probabilities) == class_index ? 1 : 0;
  }
  return fmt::format("{}: {} of {} films answered right", name, right, all);
}

std::string case_line(const ShownCase& shown, const std::vector<std::string>& classes) {
  const auto name_of = [&](int c) { return classes[static_cast<std::size_t>(c)]; };
  const AnsweredFilm& answer = shown.film.answer;
  std::vector<std::string> fields{shown.film.file, name_of(answer.truth),
                                  std::string(to_string(shown.which)),
                                  name_of(most_probable(answer.probabilities))};
  for (const float p : answer.probabilities) fields.push_back(fmt::to_string(p));
  return csv_line(fields);
}

}  // namespace

std::string_view to_string(FilmCase which) {
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

Result<CaseReport> case_report(const Explainer& explainer, const std::filesystem::path& folder,
                               std::span<const NamedAnswer> films, const CaseOptions& options,
                               const Reporter& reporter) {
  const auto& classes = explainer.predictor.members.front().card.classes;
  std::vector<AnsweredFilm> answers;
  for (const NamedAnswer& film : films) answers.push_back(film.answer);
  std::vector<std::string> header{"film", "class", "case", "answer"};
  header.insert(header.end(), classes.begin(), classes.end());
  CaseReport report{.panels = {}, .csv = csv_line(header)};
  Progress progress(reporter, "explained films", 0, "films");
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const int class_index = static_cast<int>(c);
    Panel panel;
    for (const CasedFilm& cased : choose_cases(answers, class_index, options.each)) {
      const NamedAnswer& film = films[cased.film];
      CHESTLENS_TRY(auto of_film, case_panel(explainer, folder / film.file, cased, film, options));
      if (panel.rows.empty()) {
        panel = std::move(of_film);
      } else {
        panel.rows.push_back(std::move(of_film.rows.front()));
      }
      report.cases.push_back({film, cased.which});
      report.csv += case_line(report.cases.back(), classes);
      progress.advance();
    }
    if (panel.rows.empty()) continue;
    panel.title = title_of_class(classes[c], answers, class_index);
    panel.notes.insert(panel.notes.begin(),
                       "Right and wrong films are those of a typical probability. Each map is "
                       "that of the answer, right or wrong.");
    report.panels.emplace_back("cases-" + std::to_string(c + 1), std::move(panel));
  }
  return report;
}

Result<CaseReport> case_report(const Explainer& explainer, const Manifest& manifest,
                               const CaseOptions& options, const Reporter& reporter) {
  const auto& classes = explainer.predictor.members.front().card.classes;
  CHESTLENS_TRY(const auto numbers, numbers_of_classes(manifest, classes));
  CHESTLENS_TRY(const auto answered,
                answer(explainer, manifest, shown_rows(manifest), numbers, options, reporter));
  return case_report(explainer, manifest.folder, answered, options, reporter);
}

}  // namespace chestlens
