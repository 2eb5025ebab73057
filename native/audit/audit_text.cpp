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

/// The classes of which a test convicts, by what the test is of.
std::map<std::string, std::vector<std::string>> convictions(const Card& card) {
  std::map<std::string, std::vector<std::string>> found;
  for (const AuditFinding& finding : card.findings) {
    if (!finding.convicts) continue;
    const std::string trait = finding.test.substr(0, finding.test.find_first_of(" ,"));
    found[trait].push_back(finding.about);
  }
  return found;
}

/// The classes that the films offer a trait for.
std::map<std::string, std::vector<std::string>> offers(const Card& card) {
  constexpr std::string_view test = "films offer ";
  std::map<std::string, std::vector<std::string>> found;
  for (const AuditFinding& finding : card.findings) {
    if (!finding.test.starts_with(test)) continue;
    const std::string trait = finding.test.substr(test.size());
    const bool is_offered = finding.value > finding.chance_high && finding.low > offered_area;
    if (is_offered && trait != "histogram") found[trait].push_back(finding.about);
  }
  return found;
}

std::string trait_in_words(const std::string& trait) {
  if (trait == "border") return "the border of a film";
  if (trait == "text") return "burnt-in text and markers";
  if (trait == "file") return "the file's size and kind";
  return "the " + trait + " of a film";
}

nlohmann::json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

}  // namespace

std::vector<std::string> verdict_of(const ModelAudit& audit) {
  const auto convicted = convictions(audit.card);
  std::vector<std::string> lines;
  for (const auto& [trait, classes] : convicted) {
    lines.push_back(fmt::format(
        "Convicted: {} goes by {} to tell {}. That is no disease, the films offer it, and its "
        "answers follow it.",
        audit.card.title, trait_in_words(trait), joined(classes)));
  }
  for (const auto& [trait, classes] : offers(audit.card)) {
    std::vector<std::string> others;
    const auto of_trait = convicted.find(trait);
    for (const std::string& name : classes) {
      const bool is_convicted = of_trait != convicted.end() &&
                                std::ranges::find(of_trait->second, name) != of_trait->second.end();
      if (!is_convicted) others.push_back(name);
    }
    if (others.empty()) continue;
    lines.push_back(fmt::format(
        "Offered: in these films {} tells {} from the other classes. That {} goes by it was not "
        "shown.",
        trait_in_words(trait), joined(others), audit.card.title));
  }
  if (convicted.empty()) {
    lines.push_back(
        "Nothing was convicted. That is no acquittal: an audit finds the kinds of shortcut that it "
        "looks for, where they are plain.");
  }
  return lines;
}

std::string to_text(const ModelAudit& audit) {
  std::string text = fmt::format("{}, on {}\n\n", audit.card.title, audit.measured_on);
  for (const std::string& line : verdict_of(audit)) text += line + "\n";
  std::size_t width = 0;
  for (const AuditFinding& finding : audit.card.findings) {
    width = std::max(width, finding.about.size());
  }
  text += fmt::format("\n  {:{}}  {:24}by chance\n", "in hundredths", width, "95 % interval");
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
    models.push_back({{"model", audit.card.name},
                      {"measured_on", audit.measured_on},
                      {"verdict", verdict_of(audit)},
                      {"findings", findings}});
  }
  return nlohmann::ordered_json{{"models", models}}.dump(2) + "\n";
}

}  // namespace chestlens
