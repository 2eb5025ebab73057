#include "report/show_bundle.hpp"

#include "io/text.hpp"
#include "recipe/recipe.hpp"
#include "report/recipe_facts.hpp"

#include <chestlens/audit_power.hpp>
#include <chestlens/audit_verdict.hpp>
#include <chestlens/card_summary.hpp>
#include <chestlens/finding_words.hpp>
#include <chestlens/text.hpp>
#include <chestlens/trust_words.hpp>

#include <fmt/format.h>

#include <numeric>
#include <string>
#include <utility>

namespace chestlens {
namespace {

PageSection in_short_section(const Card& card) {
  const CardSummary summary = summary_of(card);
  return {.title = "In short",
          .points = {{.title = "What it can", .text = summary.can},
                     {.title = "What it cannot",
                      .text = summary.cannot,
                      .tone = summary.is_convicted ? PageTone::alarm : PageTone::caution},
                     {.title = "What must not be done with it",
                      .text = summary.must_not,
                      .tone = PageTone::caution}}};
}

PageSection model_section(const Card& card) {
  PageSection section{
      .title = "The model",
      .facts = {
          {"name", card.name},
          {"version", card.version},
          {"network", fmt::format("{}, {} parameters, {} multiply-adds per film", card.network,
                                  group_digits(card.parameters), group_digits(card.multiply_adds))},
          {"classes", joined(card.classes)},
          {"films as", input_text(card.input)},
          {"temperature", fmt::format("{:.3f}", card.temperature)},
          {"weights", std::string(to_string(card.storage.weights))},
          {"intended use", card.intended_use}}};
  if (!card.provenance) return section;
  const Provenance& made = *card.provenance;
  const auto add_known = [&section](const char* name, const std::string& value) {
    if (!value.empty()) section.facts.push_back({name, value});
  };
  add_known("exported by", made.program);
  if (made.epochs_planned > 0) {
    add_known("trained for", fmt::format("{} of {} epochs", made.epochs_done, made.epochs_planned));
  }
  add_known("weights (SHA-256)", made.weights_sha256);
  add_known("split (SHA-256)", made.split_sha256);
  if (!made.patients_known) {
    section.notes = {
        "Patients were not known: films of one patient may be in training and in validation."};
  }
  return section;
}

PageSection card_figures_section(const Card& card) {
  PageTable table{.title = "Figures in %, with 95 % intervals",
                  .header = {"figure", "measured on", "value"},
                  .words = 2};
  for (const MeasuredMetric& metric : card.metrics) {
    table.rows.push_back(
        {metric.name, metric.measured_on, with_interval(metric.value, {metric.low, metric.high})});
  }
  PageSection section{
      .title = "Figures",
      .notes = {"A bundle keeps figures, not the predictions behind them: show the run that it "
                "was exported from for curves, confusion and mistakes, or run chestlens "
                "evaluate --models on films at hand."},
      .tables = {std::move(table)}};
  if (!has_figures_of_its_model(card)) {
    section.notes.insert(
        section.notes.begin(),
        "They are of another model.onnx than the one that is there: measure it again.");
  }
  return section;
}

PageSection card_films_section(const Card& card) {
  PageTable table{.title = "Films of training and validation",
                  .header = {"source", "licence", "films"},
                  .words = 2};
  for (const DataSource& source : card.training_data) {
    table.rows.push_back({source.name, source.licence, group_digits(source.films)});
  }
  return {.title = "Films", .tables = {std::move(table)}};
}

PageTone tone_of(Verdict verdict) {
  if (verdict == Verdict::convicted) return PageTone::alarm;
  return verdict == Verdict::nothing ? PageTone::plain : PageTone::caution;
}

/// What an audit comes to, what that is worth, then all that it found.
PageSection findings_section(const Card& card) {
  PageSection section{.title = "Audit"};
  for (const VerdictLine& line : verdict_of(card)) {
    section.points.push_back({line.title, line.text, tone_of(line.verdict)});
  }
  PageTable table{.title = "In hundredths",
                  .header = {"test", "of", "verdict", "found (95 % interval)", "set against"},
                  .words = 3};
  for (const AuditFinding& finding : card.findings) {
    const FindingWords words = words_of(finding);
    table.rows.push_back({finding.test, finding.about, words.verdict, words.found, words.against});
  }
  section.notes = {"By chestlens audit, on " + card.findings.front().measured_on + ".",
                   audit_power_in_words()};
  section.tables = {std::move(table)};
  return section;
}

/// Of which pictures it warns, falsely and rightly.
PageSection card_trust_section(const Card& card) {
  PageSection section{.title = "Trust", .notes = {trust_meaning(), trust_in_words(card, "It")}};
  PageTable table{.title = "Warned of, in %, with 95 % intervals",
                  .header = {"kind", "measured on", "warned of"},
                  .words = 2};
  for (const MeasuredMetric& kind : card.trust) {
    table.rows.push_back(
        {kind.name, kind.measured_on, with_interval(kind.value, {kind.low, kind.high})});
  }
  if (!table.rows.empty()) section.tables = {std::move(table)};
  return section;
}

PageSection files_section(const Card& card) {
  PageTable table{.title = "Files", .header = {"file", "SHA-256", "bytes"}, .words = 2};
  for (const FileDigest& file : card.files) {
    table.rows.push_back({file.file, file.sha256, group_digits(file.bytes)});
  }
  const ParityCertificate& certificate = card.certificate;
  return {
      .title = "Certificate",
      .facts = {{"runtimes", certificate.runtimes},
                {"films compared", fmt::to_string(certificate.films_compared)},
                {"largest difference", fmt::format("logits {:.2g}, heat-map {:.2g} of its maximum",
                                                   certificate.max_logit_difference,
                                                   certificate.max_heatmap_difference)}},
      .tables = {std::move(table)}};
}

PageSection recipe_section(const Card& card) {
  PageSection section{.title = "Recipe", .verbatim = card.recipe};
  const auto recipe = parse_recipe(card.recipe, "recipe");
  if (recipe) {
    section.facts = recipe_facts(*recipe);
  } else {
    section.notes = {"It cannot be read: " + to_string(recipe.error())};
  }
  return section;
}

}  // namespace

Page show_bundle(const Card& card) {
  Page page{
      .title = card.title,
      .lead = fmt::format("A bundle of {} for {} classes.", card.network, card.classes.size()),
      .sections = {in_short_section(card), model_section(card), card_figures_section(card),
                   card_trust_section(card), card_films_section(card)}};
  if (!card.audit.empty()) {
    page.sections.push_back({.title = "Where the score may come from", .notes = card.audit});
  }
  if (!card.findings.empty()) page.sections.push_back(findings_section(card));
  page.sections.push_back({.title = "Limits", .notes = card.limits});
  page.sections.push_back(recipe_section(card));
  page.sections.push_back(files_section(card));
  return page;
}

}  // namespace chestlens
