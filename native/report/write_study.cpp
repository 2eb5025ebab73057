#include "report/write_study.hpp"

#include "io/atomic_file.hpp"
#include "io/output_folder.hpp"
#include "plot/chart.hpp"
#include "plot/svg.hpp"
#include "report/differences_text.hpp"
#include "report/evaluation_charts.hpp"
#include "report/study_text.hpp"

#include <string_view>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

std::string confusion_svg(const StudyRow& row) {
  const Evaluation& evaluation = row.evaluation;
  return to_svg(confusion_chart(row.title + ", " + part_title(evaluation), evaluation.classes,
                                evaluation.matrix, evaluation.assessment));
}

std::string reliability_svg(const StudyRow& row) {
  return to_svg(reliability_chart(row.title + ", " + part_title(row.evaluation),
                                  "with the card's temperature", row.evaluation.assessment));
}

struct Figure {
  std::string file;
  std::string title;
  std::string svg;
};

std::vector<Figure> figures_of(const Study& study) {
  std::vector<Figure> figures{
      {"classes.svg", "Films by class and part", to_svg(classes_chart(study))}};
  for (const StudyRow& row : study.rows) {
    figures.push_back(
        {"confusion-" + row.name + ".svg", "Confusion matrix of " + row.title, confusion_svg(row)});
    figures.push_back(
        {"reliability-" + row.name + ".svg", "Reliability of " + row.title, reliability_svg(row)});
  }
  return figures;
}

/// The curve of an ensemble's weights, which `chestlens ensemble --curve` may have drawn there.
constexpr const char* weights_file = "weights.svg";

constexpr FolderWriter study_writer{"a study", "chestlens evaluate --table", weights_file};

/// A study joins a curve that is alone there without being asked, for the curve stays.
OutputRule rule_at(const std::filesystem::path& folder, OutputRule rule) {
  std::error_code ignored;
  if (std::filesystem::is_directory(folder, ignored) && holds_only(folder, {weights_file})) {
    rule.replace = true;
  }
  return rule;
}

/// Adds the curve, if it is there.
Status add_weight_curve(const std::filesystem::path& folder, std::vector<Figure>& figures) {
  auto svg = read_text(folder / weights_file);
  if (svg) {
    figures.push_back(
        {weights_file, "The ensemble's figures by the weight of a member", std::move(*svg)});
  } else if (svg.error().code != ErrorCode::not_found) {
    CHESTLENS_CHECK(svg);
  }
  return {};
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
  for (const std::string& text : texts) html += "<p>" + html_text(text) + "</p>\n";
  return html;
}

std::string audit_html(const Study& study) {
  std::string html = std::string("<div class=\"audit\"><h2>") + audit_title + "</h2>\n";
  for (const StudyRow& row : study.rows) {
    html += "<h3>" + html_text(row.title) + "</h3>\n<ul>\n";
    for (const std::string& finding : row.audit) html += "<li>" + html_text(finding) + "</li>\n";
    html += "</ul>\n";
  }
  return html + "</div>\n";
}

/// The study's text with the figures linked under it.
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

Status check_study_place(const std::filesystem::path& folder, const OutputRule& rule) {
  return check_written_folder(folder, rule_at(folder, rule), study_writer);
}

Status write_study(const std::filesystem::path& folder, const Study& study,
                   const OutputRule& rule) {
  CHESTLENS_CHECK(check_study_place(folder, rule));
  std::vector<Figure> figures = figures_of(study);
  CHESTLENS_CHECK(add_weight_curve(folder, figures));
  std::vector<OutputFile> files{{"table.md", markdown_page(study, figures)},
                                {"table.csv", to_csv(study)},
                                {"table.html", html_page(study, figures)}};
  for (const Figure& figure : figures) files.push_back({figure.file, figure.svg});
  if (!study.differences.empty()) files.push_back({"differences.csv", differences_csv(study)});
  if (!study.thresholds.empty()) {
    files.push_back({"thresholds.csv", thresholds_csv(study.thresholds)});
  }
  return write_output_folder(folder, files, study_writer, rule_at(folder, rule));
}

}  // namespace chestlens
