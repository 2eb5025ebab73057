#include "evaluate/figures.hpp"
#include "io/build_info.hpp"
#include "model_report/commands.hpp"
#include "model_report/costs.hpp"
#include "model_report/report_page.hpp"

#include <chestlens/audit_verdict.hpp>
#include <chestlens/card_summary.hpp>

#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace chestlens {
namespace {

using ReportJson = nlohmann::ordered_json;

ReportJson number(double value) {
  return std::isfinite(value) ? ReportJson(value) : ReportJson();
}

ReportJson estimate_json(double value, double low, double high) {
  return {{"value", number(value)}, {"low", number(low)}, {"high", number(high)}};
}

ReportJson finding_json(const AuditFinding& finding) {
  ReportJson json{{"test", finding.test}, {"about", finding.about}};
  json.update(estimate_json(finding.value, finding.low, finding.high));
  json["chance"] = number(finding.chance);
  json["chance_high"] = number(finding.chance_high);
  json["verdict"] = verdict_word(finding);
  json["sentence"] = finding.sentence;
  json["measured_on"] = finding.measured_on;
  return json;
}

ReportJson card_json(const Card& card) {
  const CardSummary summary = summary_of(card);
  ReportJson json{
      {"model_sha256", model_sha256(card)},
      {"summary",
       {{"can", summary.can}, {"cannot", summary.cannot}, {"must_not", summary.must_not}}},
      {"network", card.network},
      {"temperature", card.temperature},
      {"intended_use", card.intended_use},
      {"limits", card.limits},
      {"trust", ReportJson::array()},
      {"findings", ReportJson::array()}};
  for (const MeasuredMetric& kind : card.trust) {
    ReportJson one{{"kind", kind.name}};
    one.update(estimate_json(kind.value, kind.low, kind.high));
    one["measured_on"] = kind.measured_on;
    json["trust"].push_back(std::move(one));
  }
  for (const AuditFinding& finding : card.findings) {
    json["findings"].push_back(finding_json(finding));
  }
  return json;
}

ReportJson cost_json(const ModelCost& cost) {
  ReportJson json{{"parameters", cost.parameters},
                  {"multiply_adds", cost.multiply_adds},
                  {"bundle_bytes", cost.bytes}};
  if (!cost.times) return json;
  for (std::size_t b = 0; b < timed_batches.size(); ++b) {
    json["times"].push_back(
        {{"films", timed_batches[b]},
         {"median_milliseconds", (*cost.times)[b].median_milliseconds},
         {"percentile_95_milliseconds", (*cost.times)[b].percentile_95_milliseconds}});
  }
  return json;
}

ReportJson models_json(const ModelReport& report) {
  const auto& [study, cards, catalog, folders, data] = report.evaluated;
  const auto costs = costs_of(report);
  ReportJson models = ReportJson::array();
  for (std::size_t i = 0; i < study.rows.size(); ++i) {
    const StudyRow& row = study.rows[i];
    ReportJson json{{"name", row.name},
                    {"title", row.title},
                    {"evaluation", ReportJson::parse(to_json(row.evaluation))},
                    {"what_scoring_shows", row.audit},
                    {"costs", cost_json(costs[i])}};
    if (i < cards.size()) {
      json["card"] = card_json(cards[i]);
    } else {
      const CatalogEnsemble& ensemble = catalog.ensembles[i - cards.size()];
      json["limits"] = ensemble.limits;
      for (const CatalogMember& member : ensemble.members) {
        json["members"].push_back({{"model", member.model}, {"weight", member.weight}});
      }
    }
    models.push_back(std::move(json));
  }
  return models;
}

ReportJson difference_json(const Difference& difference) {
  ReportJson json =
      estimate_json(difference.value, difference.interval.low, difference.interval.high);
  json["p"] = number(difference.p);
  json["corrected_p"] = number(difference.corrected_p);
  return json;
}

ReportJson differences_json(const Study& study) {
  ReportJson list = ReportJson::array();
  for (const ModelDifferences& pair : study.differences) {
    ReportJson json{{"first", study.rows[pair.first].name},
                    {"second", study.rows[pair.second].name},
                    {"accuracy", difference_json(pair.accuracy)},
                    {"balanced_accuracy", difference_json(pair.balanced_accuracy)},
                    {"macro_f1", difference_json(pair.macro_f1)},
                    {"mean_roc_area", difference_json(pair.macro_roc)}};
    const auto& classes = study.rows[pair.first].evaluation.classes;
    for (std::size_t c = 0; c < pair.roc.size(); ++c) {
      json["roc_area"][classes[c]] = difference_json(pair.roc[c]);
    }
    list.push_back(std::move(json));
  }
  return list;
}

template <typename Part>
void add_reason(ReportJson& json, const char* part, const Result<Part>& result) {
  if (!result) json.push_back({{"part", part}, {"reason", to_string(result.error())}});
}

}  // namespace

std::string report_json(const ModelReport& report) {
  const Study& study = report.evaluated.study;
  const Evaluation& first = study.rows.front().evaluation;
  ReportJson json{{"format", 1},
                  {"by", "chestlens report"},
                  {"version", build_info().version},
                  {"command", report_command_line(report.call, first.classes)},
                  {"measured_on", measured_on(first)},
                  {"films", first.assessment.metrics.films},
                  {"classes", first.classes},
                  {"models", models_json(report)},
                  {"differences", differences_json(study)}};
  if (report.map) json["map"] = ReportJson::parse(to_json(*report.map));
  if (report.times) {
    json["times_measured_on"] = {{"processor", report.times->processor},
                                 {"threads", report.times->threads},
                                 {"runtime", report.times->runtime}};
  }
  json["pictures_of_films"] = report.call.films;
  json["not_made"] = ReportJson::array();
  add_reason(json["not_made"], "thresholds", report.thresholds);
  if (report.warned) {
    for (std::size_t i = 0; i < report.warned->size(); ++i) {
      const auto& share = (*report.warned)[i];
      if (!share) continue;
      json["warned_of"].push_back(
          {{"model", report.evaluated.cards[i].name},
           {"share", estimate_json(share->value, share->low, share->high)}});
    }
  }
  add_reason(json["not_made"], "warned_of", report.warned);
  add_reason(json["not_made"], "cases", report.cases);
  add_reason(json["not_made"], "map", report.map);
  add_reason(json["not_made"], "times", report.times);
  // File names may hold any bytes.
  return json.dump(2, ' ', false, ReportJson::error_handler_t::replace) + "\n";
}

}  // namespace chestlens
