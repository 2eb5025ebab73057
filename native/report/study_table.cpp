#include "report/study_table.hpp"

#include "io/atomic_file.hpp"
#include "plot/chart.hpp"
#include "plot/svg.hpp"
#include "report/study_tables.hpp"

#include <cmath>
#include <cstdio>

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

class Csv {
 public:
  void line(const std::string& model, const std::string& metric, const std::string& class_name,
            const Estimate& estimate, std::int64_t films) {
    char numbers[128];
    std::snprintf(numbers, sizeof numbers, "%.17g,%.17g,%.17g,%lld", estimate.value,
                  estimate.interval.low, estimate.interval.high, static_cast<long long>(films));
    text_ += model + "," + metric + "," + class_name + "," + numbers + "\n";
  }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_ = "model,metric,class,value,low,high,films\n";
};

void add_row(Csv& csv, const StudyRow& row) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const Assessment& all = row.evaluation.assessment;
  const std::int64_t films = all.metrics.films;
  csv.line(row.name, "accuracy", "", {all.metrics.accuracy, all.metrics.accuracy_interval}, films);
  csv.line(row.name, "balanced_accuracy", "", all.balanced_accuracy, films);
  csv.line(row.name, "macro_f1", "", all.macro_f1, films);
  csv.line(row.name, "weighted_f1", "", all.weighted_f1, films);
  csv.line(row.name, "mean_roc_area", "", all.macro_roc, films);
  csv.line(row.name, "expected_calibration_error", "", all.calibration_error, films);
  for (std::size_t c = 0; c < row.evaluation.classes.size(); ++c) {
    const std::string& name = row.evaluation.classes[c];
    const ClassMetrics& one = all.metrics.classes[c];
    const ClassAreas& areas = all.classes[c];
    csv.line(row.name, "recall", name, {one.recall, one.recall_interval}, one.films);
    csv.line(row.name, "precision", name, {one.precision, one.precision_interval}, one.films);
    csv.line(row.name, "specificity", name, {one.specificity, {none, none}}, one.films);
    csv.line(row.name, "f1", name, areas.f1, one.films);
    csv.line(row.name, "roc_area", name, areas.roc, one.films);
    csv.line(row.name, "precision_recall_area", name, areas.precision_recall, one.films);
  }
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

}  // namespace

ClassCounts count_classes(const RunData& data) {
  const auto count = [&](const std::vector<std::size_t>& films) {
    std::vector<std::int64_t> counts(data.manifest.classes.size());
    for (const std::size_t film : films) {
      ++counts[static_cast<std::size_t>(data.manifest.films[film].class_index)];
    }
    return counts;
  };
  return {count(data.split.train), count(data.split.validation), count(data.split.test)};
}

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
  Csv csv;
  for (const StudyRow& row : study.rows) add_row(csv, row);
  return std::move(csv).text();
}

std::string to_html(const Study& study) {
  std::string html = html_head;
  for (const TextTable& table : tables_of(study)) html += to_html(table);
  html += paragraphs(notes_of(study)) + audit_html(study);
  html += "<h2>Figures</h2>\n<div class=\"figures\">\n" + classes_svg(study);
  for (const StudyRow& row : study.rows) html += confusion_svg(row) + reliability_svg(row);
  return html + "</div>\n</body></html>\n";
}

Status write_study(const std::filesystem::path& folder, const Study& study) {
  const auto write = [&](const std::string& file, const std::string& text) {
    return write_file_atomic(folder / file, text);
  };
  Status status = write("table.md", to_markdown(study));
  if (status) status = write("table.csv", to_csv(study));
  if (status) status = write("table.html", to_html(study));
  if (status) status = write("classes.svg", classes_svg(study));
  for (const StudyRow& row : study.rows) {
    if (status) status = write("confusion-" + row.name + ".svg", confusion_svg(row));
    if (status) status = write("reliability-" + row.name + ".svg", reliability_svg(row));
  }
  return status;
}

}  // namespace chestlens
