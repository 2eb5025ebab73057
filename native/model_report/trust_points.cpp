#include "io/text.hpp"
#include "model_report/card_audit.hpp"
#include "model_report/sections.hpp"
#include "model_report/short_titles.hpp"
#include "model_report/summary_points.hpp"

#include <chestlens/audit_verdict.hpp>
#include <chestlens/card_summary.hpp>
#include <chestlens/trust_words.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace chestlens {
namespace {

/// "MobileNetV2. Convicted: the border, of covid19. At its worst, by the border: covid19 78.3 %
/// (65.6 to 87.2), by chance 66.3 at most. Offered too, without proof of use: 2 traits. "
std::string verdict_in_words(const ModelAudit& audit, const std::string& title) {
  std::string text = title + " (by its card, on " + audit.measured_on + "). ";
  int offered = 0;
  for (const VerdictLine& line : verdict_of(audit.card)) {
    if (line.verdict == Verdict::offered) {
      ++offered;
    } else {
      text += line.title + ". ";
    }
  }
  if (const AuditFinding* worst = worst_conviction(audit.card)) {
    text += fmt::format("At its worst, by {}: {} {}, by chance {} at most. ",
                        trait_in_words(worst->test), worst->about,
                        percent_text(worst->value, worst->low, worst->high),
                        percent(worst->chance_high));
  }
  if (offered == 0) return text;
  return text + fmt::format("Offered by the films, without proof of use: {} more trait{}. ",
                            offered, offered == 1 ? "" : "s");
}

/// "MobileNetV2 0.0 (0.0 to 2.2), ..."
std::string calibration_of(const Study& study) {
  const ShortTitles short_title(study);
  std::vector<std::string> errors;
  for (const StudyRow& row : study.rows) {
    const Estimate& error = row.evaluation.assessment.calibration_error;
    errors.push_back(short_title(row.title) + " " +
                     (error.interval.low > 0.0
                          ? fmt::format("{} ({} to {})", percent(error.value),
                                        percent(error.interval.low), percent(error.interval.high))
                          : fmt::format("{} (not told from 0, at most {})", percent(error.value),
                                        percent(error.interval.high))));
  }
  return "By how many points probabilities are off on average: " + joined(errors) + ".";
}

/// "Of these films MobileNetV2 warns of 5.2 % (3.7 to 7.4)." More than twice what the limits are
/// set to is a caution: these are other films than those of training.
std::string warned_of_these(const ModelReport& report, PageTone& tone) {
  if (!report.warned) return {};
  constexpr double many = 0.10;
  const ShortTitles short_title(report.evaluated.study);
  std::vector<std::string> shares;
  bool is_unlike = false;
  for (std::size_t i = 0; i < report.warned->size(); ++i) {
    const auto& share = (*report.warned)[i];
    if (!share) continue;
    shares.push_back(fmt::format("{} warns of {} % ({} to {})",
                                 short_title(report.evaluated.cards[i].title),
                                 percent(share->value), percent(share->low), percent(share->high)));
    is_unlike = is_unlike || share->low > many;
  }
  if (shares.empty()) return {};
  std::string text = "Of the films of this report " + joined(shares) + ".";
  if (!is_unlike) return text;
  tone = PageTone::caution;
  return text + " They are not like those that trained it: expect less of its answers.";
}

}  // namespace

PagePoint audit_point(const ModelReport& report) {
  const ShortTitles short_title(report.evaluated.study);
  PagePoint point{"What the audit says", {}, PageTone::plain};
  std::vector<std::string> missing;
  bool is_any = false;
  for (const Card& card : report.evaluated.cards) {
    if (card.findings.empty()) {
      missing.push_back(short_title(card.title));
      continue;
    }
    is_any = true;
    point.text += verdict_in_words(audit_of(card), short_title(card.title));
    if (std::ranges::any_of(card.findings, &AuditFinding::convicts)) point.tone = PageTone::alarm;
  }
  if (point.tone == PageTone::alarm) {
    point.title += ": convicted";
    point.text += "What convicts is no disease; the films offer it, and the answers follow it.";
  } else if (is_any) {
    point.text += "That is no acquittal: plain shortcuts of known kinds are looked for.";
  }
  if (missing.empty()) return point;
  if (!is_any) point.title += ": not audited yet";
  if (point.tone == PageTone::plain) point.tone = PageTone::caution;
  point.text +=
      (is_any ? " Not audited yet: " : "Not audited yet: ") + joined(missing) +
      ". Borders, text, sharpness or sources may explain the score; chestlens audit asks.";
  return point;
}

PagePoint trust_point(const ModelReport& report) {
  PagePoint point{"How far to trust one answer", {}, PageTone::plain};
  const auto add = [&](const std::string& text) {
    if (text.empty()) return;
    point.text += (point.text.empty() ? "" : " ") + text;
  };
  std::vector<std::string> without;
  const ShortTitles short_title(report.evaluated.study);
  for (const Card& card : report.evaluated.cards) {
    if (card.trust.empty()) {
      without.push_back(short_title(card.title));
    } else {
      add(trust_in_words(card, short_title(card.title)));
    }
  }
  if (!without.empty()) {
    point.tone = PageTone::caution;
    add("No warning is given by " + joined(without) +
        ": whatever picture is shown, one of the classes is named.");
  }
  add(warned_of_these(report, point.tone));
  add(calibration_of(report.evaluated.study));
  return point;
}

}  // namespace chestlens
