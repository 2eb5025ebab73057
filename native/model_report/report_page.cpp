#include "model_report/report_page.hpp"

#include "explain/panel.hpp"
#include "io/build_info.hpp"
#include "io/text.hpp"
#include "model_report/commands.hpp"
#include "model_report/sections.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <set>
#include <utility>

namespace chestlens {
namespace {

std::string title_of(const Study& study) {
  if (study.rows.size() == 1) return "Report on " + study.rows.front().title;
  return fmt::format("Report on {} models", study.rows.size());
}

std::string lead_of(const ModelReport& report) {
  const Study& study = report.evaluated.study;
  const Evaluation& first = study.rows.front().evaluation;
  const auto& patients = first.scored.patients;
  const std::set<std::string> distinct(patients.begin(), patients.end());
  const bool is_external = first.part == EvaluatedPart::external;
  return fmt::format(
      "Scored on {} {}{}{}.{}", group_digits(first.assessment.metrics.films),
      is_external ? "films of elsewhere (" + first.films_name + ")"
                  : (first.part == EvaluatedPart::all ? "films" : part_title(first) + " films"),
      first.patients_known ? fmt::format(" of {} patients", group_digits(distinct.size())) : "",
      first.seen_known ? ", none of which trained a model"
                       : "; whether some of them trained a model is not known",
      first.part == EvaluatedPart::validation ? " They chose the models' epochs." : "");
}

}  // namespace

std::string reason_in_words(const std::string& part, const Error& error) {
  return part + " could not be made: " + to_string(error) + ".";
}

PageTable page_table(TextTable table, std::size_t words) {
  return {std::move(table.title), std::move(table.header), std::move(table.rows), words};
}

std::string percent_text(double value, double low, double high) {
  return fmt::format("{} % ({} to {})", percent(value), percent(low), percent(high));
}

std::string percent_text(const Estimate& share) {
  return percent_text(share.value, share.interval.low, share.interval.high);
}

PageSection reproduction_section(const ModelReport& report) {
  const auto& classes = report.evaluated.study.rows.front().evaluation.classes;
  PageSection section{.title = "How to make this again"};
  section.notes = {
      "The commands under the sections make each by itself; the one below makes all of it. With "
      "the same films, bundles and program the figures are the same, the times but for chance."};
  const BuildInfo build = build_info();
  section.facts = {{"program", "chestlens " + build.version + ", commit " + build.commit},
                   {"libraries", "LibTorch " + build.libtorch + ", OpenCV " + build.opencv +
                                     (report.times ? ", " + report.times->runtime : "")}};
  PageTable table{.title = "Models by the SHA-256 of their model.onnx",
                  .header = {"model", "SHA-256"},
                  .words = 2};
  for (const Card& card : report.evaluated.cards) {
    table.rows.push_back({card.title, model_sha256(card)});
  }
  section.tables = {std::move(table)};
  section.commands = {report_command_line(report.call, classes)};
  return section;
}

Result<Page> report_page(const ModelReport& report) {
  CHESTLENS_TRY(auto cases, case_section(report));
  return Page{
      .title = title_of(report.evaluated.study),
      .lead = lead_of(report),
      .sections = {summary_section(report), worth_section(report), data_section(report),
                   score_section(report), curve_section(report), calibration_section(report),
                   threshold_section(report), difference_section(report), cost_section(report),
                   std::move(cases), audit_section(report), source_section(report),
                   map_section(report), trust_section(report), limit_section(report),
                   reproduction_section(report)},
      .style = panel_style};
}

}  // namespace chestlens
