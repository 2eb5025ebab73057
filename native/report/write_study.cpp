#include "report/write_study.hpp"

#include "data/csv.hpp"
#include "evaluate/figures.hpp"
#include "io/atomic_file.hpp"
#include "plot/chart.hpp"
#include "plot/svg.hpp"
#include "report/published.hpp"
#include "report/study_text.hpp"

#include <cstdio>
#include <utility>

namespace chestlens {
namespace {

constexpr const char* audit_title = "Where the score may come from";

std::vector<double> as_numbers(const std::vector<std::int64_t>& counts) {
  return {counts.begin(), counts.end()};
}

std::string classes_svg(const Study& study) {
  return to_svg(BarChart{.title = "Films by class and part",
                         .y_label = "films",
                         .categories = study.rows[0].evaluation.classes,
                         .groups = {{"train", as_numbers(study.counts.train)},
                                    {"validation", as_numbers(study.counts.validation)},
                                    {"test", as_numbers(study.counts.test)}}});
}

std::string confusion_svg(const StudyRow& row) {
  return to_svg(ConfusionChart{.title = row.title + ", " + to_string(row.evaluation.part),
                               .classes = row.evaluation.classes,
                               .matrix = row.evaluation.score.matrix});
}

std::string reliability_svg(const StudyRow& row) {
  return to_svg(ReliabilityChart{
      .title = row.title + ", " + to_string(row.evaluation.part),
      .curves = {{"with the card's temperature", row.evaluation.assessment.reliability}}});
}

struct Figure {
  std::string file;
  std::string title;
  std::string svg;
};

std::vector<Figure> figures_of(const Study& study) {
  std::vector<Figure> figures{{"classes.svg", "Films by class and part", classes_svg(study)}};
  for (const StudyRow& row : study.rows) {
    figures.push_back(
        {"confusion-" + row.name + ".svg", "Confusion matrix of " + row.title, confusion_svg(row)});
    figures.push_back(
        {"reliability-" + row.name + ".svg", "Reliability of " + row.title, reliability_svg(row)});
  }
  return figures;
}

/// The curve of an ensemble's weights, where `chestlens ensemble --curve` drew it into the folder.
Status add_weights(const std::filesystem::path& folder, std::vector<Figure>& figures) {
  const std::string file = "weights.svg";
  auto svg = read_text(folder / file);
  if (svg) {
    figures.push_back({file, "The ensemble's figures by the weight of a member", std::move(*svg)});
  } else if (svg.error().code != ErrorCode::not_found) {
    CHESTLENS_CHECK(svg);
  }
  return {};
}

/// A number that reads back to the same.
std::string exact(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", number);
  return text;
}

std::string csv_lines(const std::string& model, const std::string& measured_on,
                      const Assessment& assessment, const std::vector<std::string>& classes) {
  std::string lines;
  for (const NamedFigure& figure : named_figures(assessment, classes)) {
    const auto& [value, interval] = figure.estimate;
    lines += csv_line({model, figure.id, figure.class_name, exact(value), exact(interval.low),
                       exact(interval.high),
                       figure.films == unknown_films ? "nan" : std::to_string(figure.films),
                       measured_on});
  }
  return lines;
}

constexpr const char* html_head = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>ChestLens: the study's table</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem;
  color: #1f2937; background: #fff; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid #e5e7eb; text-align: right;
  white-space: nowrap; }
th:first-child { text-align: left; }
thead th { border-bottom: 2px solid #9ca3af; }
.scroll { overflow-x: auto; }
.audit { border-left: 4px solid #b45309; background: #fffbeb; padding: .5rem 1rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; }
svg { max-width: 100%; height: auto; }
</style></head><body>
<h1>The study's table</h1>
<p>For education and research, never diagnosis.</p>
)";

std::string paragraphs(const std::vector<std::string>& texts) {
  std::string html;
  for (const std::string& text : texts) html += "<p>" + xml_text(text) + "</p>\n";
  return html;
}

std::string audit_html(const Study& study) {
  std::string html = std::string("<div class=\"audit\"><h2>") + audit_title + "</h2>\n";
  for (const StudyRow& row : study.rows) {
    html += "<h3>" + xml_text(row.title) + "</h3>\n<ul>\n";
    for (const std::string& finding : row.audit) html += "<li>" + xml_text(finding) + "</li>\n";
    html += "</ul>\n";
  }
  return html + "</div>\n";
}

/// The text of table.md with the figures linked under it.
std::string markdown_page(const Study& study, const std::vector<Figure>& figures) {
  std::string text = to_markdown(study) + "### Figures\n";
  for (const Figure& figure : figures) text += "\n![" + figure.title + "](" + figure.file + ")\n";
  return text;
}

std::string html_page(const Study& study, const std::vector<Figure>& figures) {
  std::string html = html_head;
  for (const TextTable& table : tables_of(study)) html += to_html(table);
  html += paragraphs(notes_of(study)) + audit_html(study);
  html += "<h2>Figures</h2>\n<div class=\"figures\">\n";
  for (const Figure& figure : figures) html += figure.svg;
  return html + "</div>\n</body></html>\n";
}

}  // namespace

std::string to_markdown(const Study& study) {
  std::string text;
  for (const TextTable& table : tables_of(study)) text += to_markdown(table) + "\n";
  for (const std::string& note : notes_of(study)) {
    text += (note.starts_with('*') ? "\\" : "") + note + "\n\n";
  }
  text += std::string("### ") + audit_title + "\n\n";
  for (const StudyRow& row : study.rows) {
    text += "**" + row.title + "**\n\n";
    for (const std::string& finding : row.audit) text += "- " + finding + "\n";
    text += "\n";
  }
  return text;
}

std::string to_csv(const Study& study) {
  std::string csv =
      csv_line({"model", "metric", "class", "value", "low", "high", "films", "measured_on"});
  for (const StudyRow& row : study.rows) {
    const Evaluation& evaluation = row.evaluation;
    csv +=
        csv_lines(row.name, to_string(evaluation.part), evaluation.assessment, evaluation.classes);
  }
  const auto& classes = study.rows[0].evaluation.classes;
  for (const PublishedScore& score : published_scores(classes)) {
    csv += csv_lines(score.name, "other films (published)", score.assessment, classes);
  }
  return csv;
}

Status write_study(const std::filesystem::path& folder, const Study& study) {
  const auto write = [&](const std::string& file, const std::string& text) {
    return write_file_atomic(folder / file, text);
  };
  std::vector<Figure> figures = figures_of(study);
  Status status;
  for (const Figure& figure : figures) {
    if (status) status = write(figure.file, figure.svg);
  }
  if (status) status = add_weights(folder, figures);
  if (status) status = write("table.md", markdown_page(study, figures));
  if (status) status = write("table.csv", to_csv(study));
  if (status) status = write("table.html", html_page(study, figures));
  return status;
}

}  // namespace chestlens
