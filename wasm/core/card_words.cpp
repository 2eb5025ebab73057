// What a card and an ensemble say in words, by the code that the workstation says it with.
#include <chestlens/audit_power.hpp>
#include <chestlens/audit_verdict.hpp>
#include <chestlens/card_summary.hpp>
#include <chestlens/finding_words.hpp>
#include <chestlens/trust_words.hpp>

#include <bridge/reply.hpp>
#include <emscripten/bind.h>

#include <algorithm>
#include <memory>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val object_of_summary(const CardSummary& said) {
  val object = object_of("can", said.can);
  object.set("cannot", said.cannot);
  object.set("must_not", said.must_not);
  object.set("is_convicted", said.is_convicted);
  return object;
}

/// For each metric what a blind answer reaches, null where that is not known.
val blind_scores(const std::vector<MeasuredMetric>& metrics, std::size_t classes) {
  val scores = val::array();
  for (const MeasuredMetric& metric : metrics) {
    const auto score = blind_score(metric.name, classes);
    scores.call<void>("push", score ? val(*score) : val::null());
  }
  return scores;
}

val verdict_lines(const Card& card) {
  val lines = val::array();
  if (card.findings.empty()) return lines;
  for (const VerdictLine& said : verdict_of(card)) {
    val line = object_of("verdict", std::string(to_string(said.verdict)));
    line.set("title", said.title);
    line.set("text", said.text);
    lines.call<void>("push", line);
  }
  return lines;
}

val findings_in_words(const Card& card) {
  val findings = val::array();
  for (const AuditFinding& finding : card.findings) {
    const FindingWords words = words_of(finding);
    val object = object_of("trait", words.trait);
    object.set("meaning", words.meaning);
    object.set("figure", words.figure);
    object.set("found", words.found);
    object.set("against", words.against);
    object.set("verdict", words.verdict);
    findings.call<void>("push", object);
  }
  return findings;
}

val trust_words(const Card& card) {
  val object = object_of("meaning", trust_meaning());
  object.set("sentence", trust_in_words(card, "It"));
  object.set("false_alarms", std::string(unseen_films));
  return object;
}

val card_words(const Card& card) {
  return reply([&]() -> Result<val> {
    val words = object_of("summary", object_of_summary(summary_of(card)));
    words.set("blind_scores", blind_scores(card.metrics, card.classes.size()));
    words.set("verdict", verdict_lines(card));
    words.set("findings", findings_in_words(card));
    words.set("trust", trust_words(card));
    return object_of("words", words);
  });
}

val ensemble_words(const Catalog& catalog, const std::string& name, const val& cards) {
  return reply([&]() -> Result<val> {
    const auto ensemble = std::ranges::find(catalog.ensembles, name, &CatalogEnsemble::name);
    std::vector<Card> members;
    for (const val& card : emscripten::vecFromJSArray<val>(cards)) {
      members.push_back(*card.as<std::shared_ptr<Card>>());
    }
    if (ensemble == catalog.ensembles.end() || members.empty()) {
      return fail(ErrorCode::not_found, "is no ensemble of the catalog with members", name);
    }
    val words = object_of("summary", object_of_summary(summary_of(*ensemble, members)));
    words.set("blind_scores", blind_scores(ensemble->metrics, members.front().classes.size()));
    return object_of("words", words);
  });
}

val power() {
  return reply([&]() -> Result<val> {
    val rows = val::array();
    for (const AuditPower& measured : audit_power()) {
      val row = object_of("films", std::string(measured.films));
      row.set("convicted", measured.convicted);
      row.set("networks", measured.networks);
      row.set("is_clean", measured.is_clean);
      row.set("low", measured.interval.low);
      row.set("high", measured.interval.high);
      rows.call<void>("push", row);
    }
    val object = object_of("meaning", audit_power_meaning());
    object.set("rows", rows);
    return object_of("power", object);
  });
}

EMSCRIPTEN_BINDINGS(card_words) {
  emscripten::function("card_words", &card_words);
  emscripten::function("ensemble_words", &ensemble_words);
  emscripten::function("audit_power", &power);
}

}  // namespace
}  // namespace chestlens::bridge
