#pragma once

#include "model_report/model_report.hpp"
#include "report/report_films.hpp"
#include "support/tiny_model.hpp"

#include <string>

namespace chestlens::test {

inline Card report_card(const std::string& name, const std::string& title) {
  Card card = tiny_card();
  card.name = name;
  card.title = title;
  card.classes = {"covid19", "viral", "bacterial", "normal"};
  card.limits = {"It knows four classes.", "Only " + name + " has this limit."};
  card.intended_use = "Teaching.";
  return card;
}

/// Two models of the same answers to the twelve films of report_manifest, and none of the parts
/// that want bundles.
inline ModelReport example_report() {
  ModelReport report;
  report.call = {.models = {.models = "models"}, .data = "the films", .out = "out"};
  report.evaluated.data.manifest = report_manifest();
  report.evaluated.data.split.test = report_films();
  for (const char* name : {"light", "heavy"}) {
    const std::string title = std::string(name) + " <network>, 128 px";
    report.evaluated.cards.push_back(report_card(name, title));
    report.evaluated.folders.push_back(std::string("models/") + name);
    report.evaluated.study.rows.push_back({.name = name,
                                           .title = title,
                                           .parameters = 3'500'000,
                                           .multiply_adds = 310'000'000,
                                           .bytes = 4'600'000,
                                           .evaluation = report_evaluation(),
                                           .audit = {"It reads the border & more."}});
  }
  auto& study = report.evaluated.study;
  study.parts = count_parts(report.evaluated.data, EvaluatedPart::test);
  study.differences =
      compare_models(std::vector{study.rows[0].evaluation.scored, study.rows[1].evaluation.scored})
          .value();
  report.thresholds = std::vector<ThresholdRow>{};
  report.times = fail(ErrorCode::runtime, "no clock");
  report.map = fail(ErrorCode::invalid_argument, "too few films", "the films");
  report.cases = fail(ErrorCode::not_found, "no film");
  return report;
}

inline AuditFinding example_finding(bool convicts) {
  return {.test = "border only, the network",
          .about = "covid19",
          .value = 0.9,
          .low = 0.8,
          .high = 0.95,
          .chance = 0.5,
          .chance_high = 0.6,
          .convicts = convicts,
          .sentence = "The border <alone> tells covid19.",
          .measured_on = "12 films"};
}

}  // namespace chestlens::test
