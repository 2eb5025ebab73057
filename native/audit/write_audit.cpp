#include "audit/write_audit.hpp"

#include "audit/audit_text.hpp"
#include "io/output_folder.hpp"
#include "io/text.hpp"
#include "plot/interval_chart.hpp"

#include <chestlens/audit_power.hpp>
#include <chestlens/audit_verdict.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace chestlens {
namespace {

constexpr FolderWriter audit_writer{"an audit", "chestlens audit"};

/// Tests that are drawn together, and what they ask.
struct Question {
  std::string_view name;  // of its chart's file
  std::string_view title;
  std::string_view meaning;
  std::string_view x_label;
  std::function<bool(const std::string& test)> has;
};

bool is_cover(const std::string& test) {
  return test.ends_with(", the network") || test.ends_with(", last layer learnt again") ||
         test.ends_with(", trained again");
}

std::vector<Question> questions() {
  const auto begins = [](std::string_view with) {
    return [with](const std::string& test) { return test.starts_with(with); };
  };
  return {
      {"offers", "What the films offer beside disease",
       "How well a linear probe tells a class from the others by a trait of the films, without any "
       "network, set against the same probe where the classes of whole patients are exchanged (the "
       "most: of 99 of 100 draws, in any class). A trait above what chance reaches can be used in "
       "the place of disease. The "
       "histogram has the lungs in it and convicts of nothing.",
       "area under the ROC curve, %", begins("films offer ")},
      {"covers", "What is told when parts are covered",
       "The network as it is, its last layer learnt again on films that are covered likewise, and "
       "networks trained on such films alone, where they were given. "
       "With the lungs covered, or the border alone left, there is little or no disease to see.",
       "area under the ROC curve, %", is_cover},
      {"text", "Burnt-in text and markers",
       "Text is an estimate: small bright parts with sharp edges. What covering it changes stands "
       "beside what covering as much elsewhere does.",
       "share or points of probability, %", begins("text ")},
      {"stability", "Changes that are no disease",
       "Answers that differ when a film is made brighter, moved, blurred, noisy, coarser or "
       "compressed; beside them, those that noise of one grey level changes.",
       "share of films with another answer, %", begins("answers changed")},
      {"gains", "Where films of other classes move to",
       "By how much the probability of a class rises on films of the others when they are made "
       "blurred, sharp, noisy, bright or dark, by the change that raises it most.",
       "points of probability, %",
       [](const std::string& test) { return test.ends_with("probability gained"); }},
      {"sources", "Sources",
       "How well features tell sources apart within a class, where disease is no help; recall by "
       "source, beside that on the others; and how well classes are told within one source, where "
       "no source can help, by the network and by its last layer learnt again without that source.",
       "area under the ROC curve, or recall, %",
       [](const std::string& test) {
         return test == "features tell sources" || test == "recall by source" ||
                test == "within one source" || test.starts_with("source left out");
       }},
      {"evidence", "Where the evidence lies",
       "Of the evidence for the answer (HiResCAM above zero) the share outside the lungs; by "
       "chance: laid on the lungs of other films.",
       "share of the evidence, %", begins("evidence ")}};
}

double shown(double value) {
  return std::clamp(value, 0.0, 1.0);
}

PageFigure chart_of(const ModelAudit& audit, const Question& question) {
  IntervalChart chart{.title = std::string(question.title),
                      .x_label = std::string(question.x_label),
                      .plain = "found, with 95 % interval by patient",
                      .marked = "convicted",
                      .chance = "set against: its middle, and its most"};
  for (const AuditFinding& finding : audit.card.findings) {
    if (!question.has(finding.test)) continue;
    if (chart.groups.empty() || chart.groups.back().title != finding.test) {
      chart.groups.push_back({.title = finding.test, .rows = {}});
    }
    chart.groups.back().rows.push_back(
        {.name = finding.about.empty() ? "all films" : finding.about,
         .value = shown(finding.value),
         .low = shown(finding.low),
         .high = shown(finding.high),
         .chance = shown(finding.chance),
         .chance_high = shown(std::max(finding.chance, finding.chance_high)),
         .is_marked = finding.convicts,
         .remark = finding.convicts ? "convicted" : ""});
  }
  if (chart.groups.empty()) return {};
  return {.file = fmt::format("{}-{}.svg", question.name, audit.card.name),
          .title = std::string(question.title),
          .svg = to_svg(chart),
          .is_wide = true};
}

PagePoint point_of(const VerdictLine& line) {
  const PageTone tone = line.verdict == Verdict::convicted ? PageTone::alarm
                        : line.verdict == Verdict::nothing ? PageTone::plain
                                                           : PageTone::caution;
  return {.title = line.title, .text = line.text, .tone = tone};
}

PageSection verdict_section(const ModelAudit& audit) {
  PageSection section{
      .title = audit.card.title, .notes = {"On " + audit.measured_on + "."}, .is_sheet = true};
  for (const VerdictLine& line : verdict_of(audit.card)) section.points.push_back(point_of(line));
  section.notes.push_back(
      "A shortcut is convicted where both are shown: the films offer it (a trait that is no "
      "disease "
      "tells a class, its whole interval above 60 % and above what chance reaches), and the "
      "answers follow it. Nothing here says that the network is right about any film.");
  section.notes.push_back(audit_power_in_words());
  return section;
}

PageSection question_section(const ModelAudit& audit, const Question& question) {
  PageSection section{.title = std::string(question.title),
                      .notes = {std::string(question.meaning)}};
  PageFigure chart = chart_of(audit, question);
  if (chart.svg.empty()) {
    section.notes.emplace_back("Nothing could be asked: too few films, patients or sources.");
  } else {
    section.figures.push_back(std::move(chart));
  }
  return section;
}

Page page_of(const std::vector<ModelAudit>& audits) {
  std::vector<std::string> names;
  for (const ModelAudit& audit : audits) names.push_back(audit.card.name);
  Page page{.title = "What else than disease answers go by: " + joined(names),
            .lead =
                "An audit by chestlens: what films offer beside disease, and what of it the "
                "networks use.",
            .sections = {}};
  for (const ModelAudit& audit : audits) page.sections.push_back(verdict_section(audit));
  for (const ModelAudit& audit : audits) {
    for (const Question& question : questions()) {
      page.sections.push_back(question_section(audit, question));
      if (audits.size() > 1) page.sections.back().title += ", " + audit.card.name;
    }
  }
  page.sections.push_back(
      {.title = "How to make it again",
       .notes = {"findings.csv and findings.json have every figure and a sentence for each."},
       .commands = {"chestlens audit --bundle BUNDLE --data FOLDER --out FOLDER",
                    "chestlens audit --bundle BUNDLE --film FILM"}});
  return page;
}

}  // namespace

std::vector<PageFigure> finding_charts(const ModelAudit& audit) {
  std::vector<PageFigure> charts;
  for (const Question& question : questions()) {
    PageFigure chart = chart_of(audit, question);
    if (!chart.svg.empty()) charts.push_back(std::move(chart));
  }
  return charts;
}

Status check_audit_folder(const std::filesystem::path& folder, const OutputRule& rule) {
  return check_written_folder(folder, rule, audit_writer);
}

Status write_audit(const std::filesystem::path& folder, const std::vector<ModelAudit>& audits,
                   const OutputRule& rule) {
  std::vector<OutputFile> files = page_files(page_of(audits), "index.html");
  files.push_back({"findings.csv", to_csv(audits)});
  files.push_back({"findings.json", to_json(audits)});
  return write_output_folder(folder, files, audit_writer, rule);
}

}  // namespace chestlens
