#include "model_report/write_report.hpp"

#include "data/csv.hpp"
#include "io/output_folder.hpp"
#include "model_report/costs.hpp"
#include "model_report/report_page.hpp"
#include "report/differences_text.hpp"
#include "report/study_text.hpp"

#include <chestlens/audit_verdict.hpp>

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr FolderWriter report_writer{"a report", "chestlens report"};

std::string exact(double number) {
  return fmt::format("{:.17g}", number);
}

std::string costs_csv(const ModelReport& report) {
  TextRow header{"model", "parameters", "multiply_adds", "bundle_bytes"};
  for (const int batch : timed_batches) {
    header.push_back(fmt::format("median_milliseconds_{}", batch));
    header.push_back(fmt::format("percentile_95_milliseconds_{}", batch));
  }
  std::string csv = csv_line(header);
  for (const ModelCost& cost : costs_of(report)) {
    TextRow row{cost.name, std::to_string(cost.parameters), std::to_string(cost.multiply_adds),
                std::to_string(cost.bytes)};
    for (std::size_t b = 0; b < timed_batches.size(); ++b) {
      row.push_back(cost.times ? exact((*cost.times)[b].median_milliseconds) : "nan");
      row.push_back(cost.times ? exact((*cost.times)[b].percentile_95_milliseconds) : "nan");
    }
    csv += csv_line(row);
  }
  return csv;
}

std::string findings_csv(const std::vector<Card>& cards) {
  std::string csv;
  for (const Card& card : cards) {
    for (const AuditFinding& finding : card.findings) {
      csv += csv_line({card.name, finding.test, finding.about, exact(finding.value),
                       exact(finding.low), exact(finding.high), exact(finding.chance),
                       exact(finding.chance_high), verdict_word(finding), finding.sentence,
                       finding.measured_on});
    }
  }
  if (csv.empty()) return csv;
  return csv_line({"model", "test", "about", "value", "low", "high", "chance", "chance_high",
                   "verdict", "sentence", "measured_on"}) +
         csv;
}

std::string trust_csv(const std::vector<Card>& cards) {
  std::string csv;
  for (const Card& card : cards) {
    for (const MeasuredMetric& kind : card.trust) {
      csv += csv_line({card.name, kind.name, exact(kind.value), exact(kind.low), exact(kind.high),
                       kind.measured_on});
    }
  }
  if (csv.empty()) return csv;
  return csv_line({"model", "kind", "share_warned_of", "low", "high", "measured_on"}) + csv;
}

}  // namespace

Status check_report_place(const std::filesystem::path& folder, const OutputRule& rule) {
  return check_written_folder(folder, rule, report_writer);
}

Status write_report(const std::filesystem::path& folder, const ModelReport& report,
                    const Page& page, const OutputRule& rule) {
  const Study& study = report.evaluated.study;
  std::vector<OutputFile> files = page_files(page, "report.html");
  const auto add = [&files](const std::string& name, std::string text) {
    if (!text.empty()) files.push_back({name, std::move(text)});
  };
  add("report.json", report_json(report));
  add("figures.csv", to_csv(study));
  add("costs.csv", costs_csv(report));
  if (!study.differences.empty()) add("differences.csv", differences_csv(study));
  if (report.thresholds && !report.thresholds->empty()) {
    add("thresholds.csv", thresholds_csv(*report.thresholds));
  }
  add("findings.csv", findings_csv(report.evaluated.cards));
  add("trust.csv", trust_csv(report.evaluated.cards));
  if (report.cases) add("cases.csv", report.cases->report.csv);
  if (report.map) {
    for (const ModelMap& model : report.map->models) {
      add("places-" + model.name + ".csv", places_csv(*report.map, model));
    }
  }
  return write_output_folder(folder, files, report_writer, rule);
}

}  // namespace chestlens
