#include "audit/audit_text.hpp"

#include "audit/findings.hpp"
#include "data/csv.hpp"
#include "io/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace chestlens {
namespace {

using Findings = std::vector<const AuditFinding*>;

/// The findings that convict, by trait.
std::map<std::string, Findings> convictions(const Card& card) {
  std::map<std::string, Findings> found;
  for (const AuditFinding& finding : card.findings) {
    if (!finding.convicts) continue;
    found[finding.test.substr(0, finding.test.find_first_of(" ,"))].push_back(&finding);
  }
  return found;
}

/// The findings by which films offer a trait that is free of disease, by trait.
std::map<std::string, Findings> offers(const Card& card) {
  std::map<std::string, Findings> found;
  for (const Trait trait : traits) {
    const TraitInfo& info = trait_info(trait);
    if (!info.is_free_of_disease) continue;
    const std::string name(info.name);
    for (const AuditFinding& finding : card.findings) {
      const bool is_offered = finding.value > finding.chance_high && finding.low > offered_area;
      if (finding.test == "films offer " + name && is_offered) found[name].push_back(&finding);
    }
  }
  return found;
}

struct TraitWords {
  std::string name;      // "the border"
  std::string evidence;  // what convicts: "from the border alone it still tells"
};

TraitWords words_of(const std::string& trait) {
  if (trait == "border") {
    return {"the border", "Shown only the outer 10 % of a film, it still tells"};
  }
  if (trait == "text") {
    return {"text and markers",
            "Where text is covered, more than where as much elsewhere is, its "
            "probability loses, in points, for"};
  }
  if (trait == "file") return {"the file's size and kind", ""};
  return {trait, "By a change of " + trait +
                     " alone, films of other classes gain, in points of "
                     "probability, of"};
}

std::vector<std::string> classes_of(const Findings& findings) {
  std::vector<std::string> names;
  for (const AuditFinding* finding : findings) names.push_back(finding->about);
  return names;
}

std::string figures_of(const Findings& findings) {
  std::vector<std::string> figures;
  for (const AuditFinding* finding : findings) {
    figures.push_back(finding->about + " " +
                      in_percent(finding->value, finding->low, finding->high));
  }
  return joined(figures);
}

VerdictLine conviction(const std::string& trait, const Findings& findings) {
  const TraitWords words = words_of(trait);
  return {Verdict::convicted,
          fmt::format("Convicted: {}, of {}", words.name, joined(classes_of(findings))),
          fmt::format("{}: {}. That is no disease; the films offer it, and the answers follow it.",
                      words.evidence, figures_of(findings))};
}

VerdictLine offer(const std::string& trait, const Findings& findings) {
  return {Verdict::offered,
          fmt::format("Offered: {}, of {}", words_of(trait).name, joined(classes_of(findings))),
          fmt::format("It tells these classes without any network, by ROC areas of {} %. That this "
                      "network goes by it was not shown.",
                      figures_of(findings))};
}

nlohmann::json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

}  // namespace

std::vector<VerdictLine> verdict_of(const ModelAudit& audit) {
  const auto convicted = convictions(audit.card);
  std::vector<VerdictLine> lines;
  for (const auto& [trait, findings] : convicted) lines.push_back(conviction(trait, findings));
  if (convicted.empty()) {
    lines.push_back(
        {Verdict::nothing, "Nothing was convicted",
         "That is no acquittal: an audit finds the kinds of shortcut that it looks for, "
         "where they are plain."});
  }
  for (auto [trait, findings] : offers(audit.card)) {
    const auto of_trait = convicted.find(trait);
    std::erase_if(findings, [&](const AuditFinding* finding) {
      return of_trait != convicted.end() &&
             std::ranges::find(of_trait->second, finding->about, &AuditFinding::about) !=
                 of_trait->second.end();
    });
    if (!findings.empty()) lines.push_back(offer(trait, findings));
  }
  return lines;
}

std::string to_text(const ModelAudit& audit) {
  std::string text = fmt::format("{}, on {}\n\n", audit.card.title, audit.measured_on);
  for (const VerdictLine& line : verdict_of(audit)) text += line.title + "\n  " + line.text + "\n";
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
    text +=
        fmt::format("  {:{}}  {:24}{:>5}, at most {:>5}{}\n", finding.about, width,
                    in_percent(finding.value, finding.low, finding.high), percent(finding.chance),
                    percent(finding.chance_high), finding.convicts ? "   CONVICTED" : "");
  }
  return text;
}

std::string to_csv(const std::vector<ModelAudit>& audits) {
  std::string csv = csv_line({"model", "test", "about", "value", "low", "high", "chance",
                              "chance_high", "verdict", "sentence", "measured_on"});
  for (const ModelAudit& audit : audits) {
    for (const AuditFinding& finding : audit.card.findings) {
      csv += csv_line(
          {audit.card.name, finding.test, finding.about, fmt::format("{:.6g}", finding.value),
           fmt::format("{:.6g}", finding.low), fmt::format("{:.6g}", finding.high),
           fmt::format("{:.6g}", finding.chance), fmt::format("{:.6g}", finding.chance_high),
           finding.convicts ? "convicted" : "clear", finding.sentence, finding.measured_on});
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
                          {"verdict", finding.convicts ? "convicted" : "clear"},
                          {"sentence", finding.sentence}});
    }
    nlohmann::ordered_json verdict = nlohmann::ordered_json::array();
    for (const VerdictLine& line : verdict_of(audit)) {
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
