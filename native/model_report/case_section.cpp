#include "model_report/commands.hpp"
#include "model_report/sections.hpp"

#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <utility>

namespace chestlens {
namespace {

std::string probability_text(const AnsweredFilm& film, int class_index) {
  return fmt::format("{:.1f}", 100.0F * film.probabilities[static_cast<std::size_t>(class_index)]);
}

/// The films by name, where their pictures are left out.
PageTable case_table(const ReportCases& cases, const std::vector<std::string>& classes) {
  PageTable table{
      .title = "Films by class and case, as answered by " + cases.answered_by,
      .header = {"film", "class", "case", "answer", "probability %", "of the true class %"},
      .words = 4};
  for (const ShownCase& shown : cases.report.cases) {
    const AnsweredFilm& film = shown.film.answer;
    const int answer = most_probable(film.probabilities);
    table.rows.push_back({shown.film.file, classes[static_cast<std::size_t>(film.truth)],
                          std::string(to_string(shown.which)),
                          classes[static_cast<std::size_t>(answer)], probability_text(film, answer),
                          probability_text(film, film.truth)});
  }
  return table;
}

}  // namespace

Result<PageSection> case_section(const ModelReport& report) {
  PageSection section{.title = "Where the answers come from"};
  if (!report.cases) {
    section.notes = {reason_in_words("The films and their maps", report.cases.error())};
    return section;
  }
  const ReportCases& cases = *report.cases;
  const Evaluation& first = report.evaluated.study.rows.front().evaluation;
  if (!report.call.films) {
    section.notes = {
        "Pictures of films were left out (--no-films): films may be private, and their licences "
        "may not allow to pass them on. The names and answers are here; the command below draws "
        "such films with maps, where the films are at hand."};
    section.tables = {case_table(cases, first.classes)};
    section.commands = {
        explain_command_line(report.call, cases.ensemble, report.evaluated.folders, {})};
    return section;
  }
  section.notes = {fmt::format(
      "Films of each class that {} answers right, wrong, and wrong while surest, with each model's "
      "map of the answer. Pass this report on only where the films' licences, listed above, allow "
      "it; --no-films leaves the pictures out.",
      cases.answered_by)};
  for (const MapMethod method : cases.methods) {
    const MapMethodInfo& info = map_method_info(method);
    section.notes.push_back(fmt::format("{}: {} ({})", info.title, info.meaning, info.paper));
  }
  for (const auto& [name, of_class] : cases.report.panels) {
    Panel panel = of_class;
    if (section.panels.empty()) {  // all have the same notes
      section.notes.insert(section.notes.end(), panel.notes.begin(), panel.notes.end());
    }
    panel.notes.clear();
    CHESTLENS_TRY(auto html, to_html(panel, 3));
    section.panels.push_back(std::move(html));
  }
  section.commands = {
      explain_command_line(report.call, cases.ensemble, report.evaluated.folders, cases.methods)};
  return section;
}

}  // namespace chestlens
