#include "io/text.hpp"
#include "model_report/sections.hpp"
#include "model_report/short_titles.hpp"
#include "model_report/summary_points.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chestlens {
namespace {

constexpr double mostly_warned = 0.95;  // of a kind's pictures

/// "MobileNetV2: border (covid19, viral), text (normal)".
std::string convictions_of(const Card& card, const std::string& title) {
  std::vector<std::string> tests;
  for (const AuditFinding& finding : card.findings) {
    if (!finding.convicts) continue;
    tests.push_back(finding.test + (finding.about.empty() ? "" : " (" + finding.about + ")"));
  }
  constexpr std::size_t most = 4;
  const std::size_t more = tests.size() > most ? tests.size() - most : 0;
  tests.resize(std::min(tests.size(), most));
  return title + ": " + joined(tests) + (more > 0 ? fmt::format(" and {} more", more) : "") + ".";
}

bool is_audited(const Card& card) {
  return !card.findings.empty();
}

/// "MobileNetV2 nearly always warns of 20 of 22 other kinds of pictures, least of mirrored (7.7 %),
/// and wrongly of 5.2 % (3.7 to 7.4) of films like its own."
std::string trust_of(const Card& card, const std::string& title) {
  const MeasuredMetric* weakest = nullptr;
  std::string wrongly;
  std::size_t kinds = 0, caught = 0;
  for (const MeasuredMetric& kind : card.trust) {
    if (kind.name == "films never seen") {
      wrongly = fmt::format(", and wrongly of {} of films like its own",
                            percent_text(kind.value, kind.low, kind.high));
      continue;
    }
    ++kinds;
    caught += kind.value >= mostly_warned ? 1 : 0;
    if (weakest == nullptr || kind.value < weakest->value) weakest = &kind;
  }
  const std::string least =
      weakest == nullptr || caught == kinds
          ? ""
          : fmt::format(", least of \"{}\" ({} %)", weakest->name, percent(weakest->value));
  return fmt::format("{} nearly always warns of {} of {} other kinds of pictures{}{}.", title,
                     caught, kinds, least, wrongly);
}

/// "MobileNetV2 0.0 (0.0 to 2.2), ..."
std::string calibration_of(const Study& study) {
  const ShortTitles short_title(study);
  std::vector<std::string> errors;
  for (const StudyRow& row : study.rows) {
    const Estimate& error = row.evaluation.assessment.calibration_error;
    errors.push_back(fmt::format("{} {} ({} to {})", short_title(row.title), percent(error.value),
                                 percent(error.interval.low), percent(error.interval.high)));
  }
  return "By how many points probabilities are off on average: " + joined(errors) + ".";
}

}  // namespace

PagePoint audit_point(const ModelReport& report) {
  std::vector<std::string> convicted, clear, missing;
  const ShortTitles short_title(report.evaluated.study);
  for (const Card& card : report.evaluated.cards) {
    if (!is_audited(card)) {
      missing.push_back(short_title(card.title));
    } else if (std::ranges::any_of(card.findings, &AuditFinding::convicts)) {
      convicted.push_back(convictions_of(card, short_title(card.title)));
    } else {
      clear.push_back(short_title(card.title));
    }
  }
  PagePoint point{"What the audit says", {}, PageTone::plain};
  const auto add = [&](const std::string& text) {
    point.text += (point.text.empty() ? "" : " ") + text;
  };
  if (!convicted.empty()) {
    add("Convicted of going by what is no disease.");
    for (const std::string& text : convicted) add(text);
    point.title += ": convicted";
    point.tone = PageTone::alarm;
  }
  if (!clear.empty()) {
    add("Nothing was convicted of " + joined(clear) +
        ", which is no acquittal: plain shortcuts of known kinds are looked for.");
  }
  if (!missing.empty()) {
    if (convicted.empty() && clear.empty()) point.title += ": not audited yet";
    if (point.tone == PageTone::plain) point.tone = PageTone::caution;
    add("Not audited yet: " + joined(missing) +
        ". Borders, text, sharpness or sources may explain the score; chestlens audit asks.");
  }
  return point;
}

PagePoint trust_point(const ModelReport& report) {
  PagePoint point{"How far to trust one answer", {}, PageTone::plain};
  const auto add = [&](const std::string& text) {
    point.text += (point.text.empty() ? "" : " ") + text;
  };
  std::vector<std::string> without;
  const ShortTitles short_title(report.evaluated.study);
  for (const Card& card : report.evaluated.cards) {
    if (card.trust.empty()) {
      without.push_back(short_title(card.title));
    } else {
      add(trust_of(card, short_title(card.title)));
    }
  }
  if (!without.empty()) {
    point.tone = PageTone::caution;
    add("No warning is given by " + joined(without) +
        ": whatever picture is shown, one of the classes is named.");
  }
  add(calibration_of(report.evaluated.study));
  return point;
}

}  // namespace chestlens
