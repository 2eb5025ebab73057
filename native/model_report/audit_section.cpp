#include "audit/write_audit.hpp"
#include "io/text.hpp"
#include "model_report/card_audit.hpp"
#include "model_report/commands.hpp"
#include "model_report/sections.hpp"
#include "model_report/short_titles.hpp"

#include <chestlens/audit_verdict.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
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

PageTable finding_table(const Card& card) {
  PageTable table{.title = "Findings: " + card.title +
                           ", in %, set against chance, as much elsewhere, or other "
                           "sources",
                  .header = {"test", "verdict", "found, with 95 % interval", "set against"},
                  .words = 2};
  for (const AuditFinding& finding : card.findings) {
    table.rows.push_back({name_of(finding), verdict_word(finding),
                          fmt::format("{} ({}-{})", percent(finding.value), percent(finding.low),
                                      percent(finding.high)),
                          chance_text(finding)});
  }
  return table;
}

PagePoint verdict_point(const std::string& model, const VerdictLine& line) {
  const PageTone tone = line.verdict == Verdict::convicted ? PageTone::alarm
                        : line.verdict == Verdict::nothing ? PageTone::plain
                                                           : PageTone::caution;
  return {model + ". " + line.title, line.text, tone};
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
  const ShortTitles short_title(study);
  std::vector<std::filesystem::path> missing;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const Card& card = cards[i];
    if (card.findings.empty()) {
      section.points.push_back({short_title(card.title) + ": not audited yet",
                                "Its card holds no findings: the command below asks, and puts them "
                                "there for the next report.",
                                PageTone::caution});
      missing.push_back(folders[i]);
      continue;
    }
    const ModelAudit audit = audit_of(card);
    for (const VerdictLine& line : verdict_of(audit.card)) {
      section.points.push_back(verdict_point(short_title(card.title), line));
    }
    auto charts = finding_charts(audit);
    std::ranges::move(charts, std::back_inserter(section.figures));
    section.tables.push_back(finding_table(card));
    section.notes.push_back(card.title + " was audited on " + audit.measured_on +
                            ", which its card keeps: these need not be the films of this report.");
  }
  section.commands = missing.empty() ? audit_command_lines(report.call, folders, false)
                                     : audit_command_lines(report.call, missing, true);
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
