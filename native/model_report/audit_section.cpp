#include "io/text.hpp"
#include "model_report/commands.hpp"
#include "model_report/sections.hpp"
#include "plot/interval_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

std::string name_of(const AuditFinding& finding) {
  return finding.test + (finding.about.empty() ? "" : ", " + finding.about);
}

std::string chance_text(const AuditFinding& finding) {
  if (!std::isfinite(finding.chance)) return "-";
  return percent(finding.chance) +
         (std::isfinite(finding.chance_high) ? " (to " + percent(finding.chance_high) + ")" : "");
}

std::string verdict_text(const AuditFinding& finding) {
  return finding.convicts ? "convicted" : "clear";
}

PageFigure finding_figure(const Card& card) {
  IntervalChart chart{.title = "Found, and what chance finds: " + card.title,
                      .x_label = "% (an area under the ROC curve, or a share of films)",
                      .plain = "clear",
                      .marked = "convicted",
                      .chance = "chance, from its mean to what 95 of 100 draws do not pass"};
  IntervalGroup group;
  for (const AuditFinding& finding : card.findings) {
    if (!group.title.empty() && group.title != finding.test) {
      chart.groups.push_back(std::exchange(group, {}));
    }
    group.title = finding.test;
    group.rows.push_back({.name = finding.about.empty() ? "all films" : finding.about,
                          .value = finding.value,
                          .low = finding.low,
                          .high = finding.high,
                          .chance = finding.chance,
                          .chance_high = finding.chance_high,
                          .is_marked = finding.convicts,
                          .remark = percent(finding.value) + " (" + percent(finding.low) + "-" +
                                    percent(finding.high) + ")" +
                                    (finding.convicts ? ", convicted" : "")});
    if (finding.convicts) chart.description += name_of(finding) + " convicts. ";
  }
  chart.groups.push_back(std::move(group));
  return {"audit-" + card.name + ".svg", chart.title, to_svg(chart), true};
}

PageTable finding_table(const Card& card) {
  PageTable table{.title = "Findings: " + card.title + ", in %",
                  .header = {"test", "verdict", "found, with 95 % interval", "by chance"},
                  .words = 2};
  for (const AuditFinding& finding : card.findings) {
    table.rows.push_back({name_of(finding), verdict_text(finding),
                          fmt::format("{} ({}-{})", percent(finding.value), percent(finding.low),
                                      percent(finding.high)),
                          chance_text(finding)});
  }
  return table;
}

/// What convicts, in the audit's own sentences.
PagePoint verdict_point(const Card& card) {
  PagePoint point{card.title, {}, PageTone::plain};
  for (const AuditFinding& finding : card.findings) {
    if (!finding.convicts) continue;
    point.text += (point.text.empty() ? "" : " ") + finding.sentence;
    point.tone = PageTone::alarm;
  }
  point.title += point.text.empty() ? ": nothing convicted" : ": convicted";
  if (point.text.empty()) {
    point.text =
        "No acquittal: an audit finds the kinds of shortcut that it looks for, where they are "
        "plain.";
  }
  if (!card.findings.empty())
    point.text += " Measured on " + card.findings.front().measured_on + ".";
  return point;
}

PageTable sentence_table(const StudyRow& row) {
  PageTable table{.title = row.title, .header = {"found"}};
  for (const std::string& sentence : row.audit) table.rows.push_back({sentence});
  return table;
}

}  // namespace

PageSection audit_section(const ModelReport& report) {
  const auto& [study, cards, catalog, folders, data] = report.evaluated;
  PageSection section{
      .title = "Audit",
      .notes = {
          "What else than disease the answers go by. A finding convicts where the films offer "
          "a trait that is no disease, beyond chance, and the network follows it."}};
  std::vector<std::filesystem::path> missing;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const Card& card = cards[i];
    if (card.findings.empty()) {
      section.points.push_back({card.title + ": not audited yet",
                                "Its card holds no findings: the command below asks, and puts them "
                                "there for the next report.",
                                PageTone::caution});
      missing.push_back(folders[i]);
      continue;
    }
    section.points.push_back(verdict_point(card));
    section.figures.push_back(finding_figure(card));
    section.tables.push_back(finding_table(card));
  }
  section.commands = audit_command_lines(report.call, missing.empty() ? folders : missing);
  return section;
}

PageSection source_section(const ModelReport& report) {
  PageSection section{
      .title = "Borders and sources",
      .notes = {
          "What scoring these films shows by the way, without a verdict: what a film's border "
          "gives away, how well the features tell sources apart, and recall by source."}};
  for (const StudyRow& row : report.evaluated.study.rows) {
    if (!row.audit.empty()) section.tables.push_back(sentence_table(row));
  }
  if (section.tables.empty()) {
    section.notes.emplace_back("Nothing: films that name no source have none to compare.");
  }
  section.commands = evaluate_command_lines(report.call);
  return section;
}

}  // namespace chestlens
