#include "data/csv.hpp"
#include "data/film.hpp"
#include "explain/cases.hpp"
#include "io/progress.hpp"
#include "io/visible_text.hpp"

#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

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

Result<PreparedFilm> prepared_film(const Explainer& explainer, const std::filesystem::path& file) {
  CHESTLENS_TRY(const auto film, read_film(file));
  return with_context(prepare_film(explainer.predictor, film), file.string());
}

/// The answers to those of some films that can be read; the others are named.
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
    std::vector<const ManifestRow*> readable;
    const std::size_t end = std::min(rows.size(), first + answered_at_once);
    for (std::size_t i = first; i < end; ++i) {
      auto film = prepared_film(explainer, manifest.folder / rows[i]->file);
      if (!film) {
        reporter.note(visible_text(to_string(film.error())));
        continue;
      }
      prepared.push_back(*std::move(film));
      readable.push_back(rows[i]);
    }
    CHESTLENS_TRY(auto predictions, predict_batch(explainer.predictor, prepared, false));
    for (std::size_t i = 0; i < readable.size(); ++i) {
      const ManifestRow& row = *readable[i];
      CHESTLENS_TRY(auto prediction, with_context(std::move(predictions[i]), row.file));
      answered.push_back({row.file,
                          {numbers[static_cast<std::size_t>(row.class_index)],
                           std::move(prediction.combined.probabilities)}});
    }
    progress.advance(static_cast<std::int64_t>(end - first));
  }
  return answered;
}

/// "covid19: mobilenet_v2: probability 84.2 %, logit 2.10", of each model and of all together.
std::vector<std::string> lines_of_class(const Explainer& explainer, const FilmMaps& maps, int c) {
  const auto number = static_cast<std::size_t>(c);
  auto lines = answer_lines(explainer.predictor, maps, number);
  for (std::string& line : lines) {
    line = explainer.predictor.members.front().card.classes[number] + ": " + line;
  }
  return lines;
}

/// A film's maps as a panel of one row, and whether all models find it like those of training.
struct CasePanel {
  Panel panel;
  std::optional<Trust> trust;
};

/// The maps of a film's answer as a row of a panel that has no rows yet.
Result<CasePanel> case_panel(const Explainer& explainer, const std::filesystem::path& file,
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
                                        .look = options.look,
                                        .tile_pixels = options.tile_pixels}));
  const auto trust = trust_of(explainer, maps);
  panel.warnings.clear();  // each row says it of its film
  PanelRow& row = panel.rows.front();
  row.title = to_string(cased.which);
  row.is_marked = cased.which == FilmCase::right;
  row.lines = trust_lines(trust);
  std::ranges::move(lines_of_class(explainer, maps, predicted), std::back_inserter(row.lines));
  if (predicted != film.answer.truth) {
    std::ranges::move(lines_of_class(explainer, maps, film.answer.truth),
                      std::back_inserter(row.lines));
  }
  row.lines.push_back(visible_text(film.file));
  std::vector<Trust> each;
  for (const ModelTrust& model : trust) each.push_back(model.trust);
  return CasePanel{std::move(panel),
                   each.empty() ? std::nullopt : std::optional(combine_trust(each))};
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

std::string case_line(const ShownCase& shown, const std::optional<Trust>& trust,
                      const std::vector<std::string>& classes) {
  const auto name_of = [&](int c) { return classes[static_cast<std::size_t>(c)]; };
  const AnsweredFilm& answer = shown.film.answer;
  std::vector<std::string> fields{shown.film.file, name_of(answer.truth),
                                  std::string(to_string(shown.which))};
  std::ranges::move(trust_fields(trust), std::back_inserter(fields));
  fields.push_back(name_of(most_probable(answer.probabilities)));
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
  std::vector<std::string> header{"film", "class", "case"};
  std::ranges::move(trust_columns(), std::back_inserter(header));
  header.emplace_back("answer");
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
        panel = std::move(of_film.panel);
      } else {
        panel.rows.push_back(std::move(of_film.panel.rows.front()));
      }
      report.cases.push_back({film, cased.which});
      report.csv += case_line(report.cases.back(), of_film.trust, classes);
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
  const auto rows = shown_rows(manifest);
  CHESTLENS_TRY(const auto answered, answer(explainer, manifest, rows, numbers, options, reporter));
  if (answered.empty()) {
    return fail(ErrorCode::invalid_argument, "has no film that can be explained",
                manifest.folder.string());
  }
  CHESTLENS_TRY(auto report, case_report(explainer, manifest.folder, answered, options, reporter));
  report.unreadable = std::ssize(rows) - std::ssize(answered);
  return report;
}

}  // namespace chestlens
