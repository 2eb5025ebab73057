#include "audit/audit_text.hpp"

#include "data/csv.hpp"
#include "io/text.hpp"

#include <chestlens/audit_verdict.hpp>
#include <chestlens/share_text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

/// Of a row on a terminal.
std::string remark_of(const AuditFinding& finding) {
  const std::string word = verdict_word(finding);
  return word == "convicted" ? "   CONVICTED" : word == "offered" ? "   offered" : "";
}

nlohmann::json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

}  // namespace

std::string to_text(const ModelAudit& audit) {
  std::string text = fmt::format("{}, on {}\n\n", audit.card.title, audit.measured_on);
  for (const VerdictLine& line : verdict_of(audit.card))
    text += line.title + "\n  " + line.text + "\n";
  std::size_t width = 0;
  for (const AuditFinding& finding : audit.card.findings) {
    width = std::max(width, finding.about.size());
  }
  text += fmt::format("\n  {:{}}  {:24}set against: chance, as much elsewhere, or other sources\n",
                      "in hundredths", width, "95 % interval");
  std::string test;
  for (const AuditFinding& finding : audit.card.findings) {
    if (finding.test != test) {
      test = finding.test;
      text += "\n" + test + "\n";
    }
    text += fmt::format("  {:{}}  {:24}{:>5}, at most {:>5}{}\n", finding.about, width,
                        in_percent(finding.value, finding.low, finding.high),
                        percent(finding.chance), percent(finding.chance_high), remark_of(finding));
  }
  return text;
}

std::string to_csv(const std::vector<ModelAudit>& audits) {
  std::string csv = csv_line({"model", "test", "about", "value", "low", "high", "chance",
                              "chance_high", "verdict", "sentence", "measured_on"});
  for (const ModelAudit& audit : audits) {
    for (const AuditFinding& finding : audit.card.findings) {
      csv += csv_line({audit.card.name, finding.test, finding.about,
                       fmt::format("{:.6g}", finding.value), fmt::format("{:.6g}", finding.low),
                       fmt::format("{:.6g}", finding.high), fmt::format("{:.6g}", finding.chance),
                       fmt::format("{:.6g}", finding.chance_high), verdict_word(finding),
                       finding.sentence, finding.measured_on});
    }
  }
  return csv;
}

std::string to_json(const std::vector<ModelAudit>& audits) {
  nlohmann::ordered_json models = nlohmann::ordered_json::array();
  for (const ModelAudit& audit : audits) {
    nlohmann::ordered_json findings = nlohmann::ordered_json::array();
    for (const AuditFinding& finding : audit.card.findings) {
      findings.push_back({{"test", finding.test},
                          {"about", finding.about},
                          {"value", number_or_null(finding.value)},
                          {"low", number_or_null(finding.low)},
                          {"high", number_or_null(finding.high)},
                          {"chance", number_or_null(finding.chance)},
                          {"chance_high", number_or_null(finding.chance_high)},
                          {"verdict", verdict_word(finding)},
                          {"sentence", finding.sentence}});
    }
    nlohmann::ordered_json verdict = nlohmann::ordered_json::array();
    for (const VerdictLine& line : verdict_of(audit.card)) {
      verdict.push_back({{"title", line.title}, {"text", line.text}});
    }
    models.push_back({{"model", audit.card.name},
                      {"measured_on", audit.measured_on},
                      {"verdict", verdict},
                      {"findings", findings}});
  }
  return nlohmann::ordered_json{{"models", models}}.dump(2) + "\n";
}

}  // namespace chestlens
