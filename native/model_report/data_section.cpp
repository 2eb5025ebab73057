#include "model_report/commands.hpp"
#include "model_report/sections.hpp"
#include "report/evaluation_charts.hpp"
#include "report/study_text.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <set>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t most_sources = 20;  // in a table; the rest is one row

std::string name_of(const std::string& source) {
  return source.empty() ? "(not named)" : source;
}

/// Films by source (rows, most films first) and class.
PageTable source_table(const Evaluation& evaluation) {
  PageTable table{.title = "Films scored by source and class", .header = {"source", "films"}};
  table.header.insert(table.header.end(), evaluation.classes.begin(), evaluation.classes.end());
  const auto films_of = [&](std::size_t s) {
    std::int64_t films = 0;
    for (const auto& of_class : evaluation.films) films += of_class[s];
    return films;
  };
  std::vector<std::size_t> order(evaluation.sources.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater(), films_of);
  const auto add_row = [&](const std::string& name, std::span<const std::size_t> sources) {
    std::int64_t all = 0;
    TextRow row{name, ""};
    for (const auto& of_class : evaluation.films) {
      std::int64_t films = 0;
      for (const std::size_t s : sources) films += of_class[s];
      row.push_back(group_digits(films));
      all += films;
    }
    row[1] = group_digits(all);
    table.rows.push_back(std::move(row));
  };
  const std::span all(order);
  const std::size_t shown = std::min(order.size(), most_sources);
  for (std::size_t i = 0; i < shown; ++i) {
    add_row(name_of(evaluation.sources[order[i]]), all.subspan(i, 1));
  }
  if (shown < order.size()) {
    add_row(fmt::format("{} others", order.size() - shown), all.subspan(shown));
  }
  return table;
}

PageTable licence_table(const RunData& data, std::span<const std::size_t> films) {
  PageTable table{.title = "Licences of the films scored",
                  .header = {"source", "licence", "films"},
                  .words = 2};
  for (const DataSource& source : data_sources(data.manifest, films)) {
    table.rows.push_back({source.name, source.licence, group_digits(source.films)});
  }
  return table;
}

/// What trained each model; models of the same films share rows.
PageTable training_table(const std::vector<Card>& cards) {
  PageTable table{.title = "Films that trained and validated the models",
                  .header = {"model", "source", "licence", "films"},
                  .words = 3};
  const auto rows_of = [](const Card& card) {
    std::vector<TextRow> rows;
    for (const DataSource& source : card.training_data) {
      rows.push_back({"", source.name, source.licence, group_digits(source.films)});
    }
    return rows;
  };
  std::vector<std::pair<std::string, std::vector<TextRow>>> models;
  for (const Card& card : cards) {
    auto rows = rows_of(card);
    const auto same =
        std::ranges::find(models, rows, [](const auto& model) -> auto& { return model.second; });
    if (same == models.end()) {
      models.emplace_back(card.title, std::move(rows));
    } else {
      same->first += "; " + card.title;
    }
  }
  for (auto& [title, rows] : models) {
    for (TextRow& row : rows) {
      row[0] = models.size() == 1 ? "all" : title;
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

std::string patients_in_words(const Evaluation& evaluation) {
  if (!evaluation.patients_known) return "not known: each film counts as a patient of its own";
  const auto& patients = evaluation.scored.patients;
  return group_digits(std::set<std::string>(patients.begin(), patients.end()).size());
}

std::string part_in_words(const Evaluation& evaluation) {
  switch (evaluation.part) {
    case EvaluatedPart::validation:
      return "validation: they chose the models' epochs, which flatters these scores";
    case EvaluatedPart::test:
      return "test, as the manifest declares";
    case EvaluatedPart::all:
      return "all that no model saw";
    case EvaluatedPart::external:
      return "of elsewhere: " + evaluation.films_name;
  }
  return {};
}

}  // namespace

PageSection data_section(const ModelReport& report) {
  const Study& study = report.evaluated.study;
  const Evaluation& first = study.rows.front().evaluation;
  PageSection section{
      .title = "Films",
      .facts = {{"folder", report.call.data.string()},
                {"scored", group_digits(first.assessment.metrics.films)},
                {"of patients", patients_in_words(first)},
                {"which", part_in_words(first)},
                {"seen in training",
                 first.seen_known ? "none: files and patients that trained a model are left out"
                                  : "not known: a model does not say which films it saw"}}};
  const BarChart chart = classes_chart(study);
  section.figures = {{"classes.svg", chart.title, to_svg(chart)}};
  section.tables = {page_table(count_table(study)), source_table(first)};
  if (const auto films = films_of(report.evaluated.data, report.call.part)) {
    section.tables.push_back(licence_table(report.evaluated.data, *films));
  }
  section.tables.push_back(training_table(report.evaluated.cards));
  if (const std::string missing = missing_classes(first); !missing.empty()) {
    section.notes.push_back(missing);
  }
  if (std::ranges::all_of(first.sources, &std::string::empty)) {
    section.notes.emplace_back(
        "The manifest names no source: what is said by source cannot be said here.");
  }
  section.commands = {"chestlens dataset check " + shell_word(report.call.data.string())};
  return section;
}

}  // namespace chestlens
