#include "model_report/commands.hpp"
#include "model_report/costs.hpp"
#include "model_report/sections.hpp"
#include "plot/axis.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chestlens {
namespace {

std::string in_units(std::int64_t value, double unit, const char* name) {
  return number_text(static_cast<double>(value) / unit) + " " + name;
}

std::string milliseconds(const Timing& timing) {
  return number_text(timing.median_milliseconds) + " (" +
         number_text(timing.percentile_95_milliseconds) + ")";
}

}  // namespace

std::vector<ModelCost> costs_of(const ModelReport& report) {
  const auto& [study, cards, catalog, folders, data] = report.evaluated;
  std::vector<ModelCost> costs;
  for (std::size_t i = 0; i < study.rows.size(); ++i) {
    const StudyRow& row = study.rows[i];
    ModelCost cost{row.name, row.title, row.parameters, row.multiply_adds, row.bytes, {}};
    if (report.times && i < cards.size()) cost.times = report.times->bundles[i];
    if (report.times && i >= cards.size()) {
      BatchTimings sum{};
      for (const CatalogMember& member : catalog.ensembles[i - cards.size()].members) {
        const auto at = std::ranges::find(cards, member.model, &Card::name) - cards.begin();
        const BatchTimings& times = report.times->bundles[static_cast<std::size_t>(at)];
        for (std::size_t b = 0; b < sum.size(); ++b) {
          sum[b].median_milliseconds += times[b].median_milliseconds;
          sum[b].percentile_95_milliseconds += times[b].percentile_95_milliseconds;
        }
      }
      cost.times = sum;
    }
    costs.push_back(std::move(cost));
  }
  return costs;
}

PageSection cost_section(const ModelReport& report) {
  PageSection section{.title = "Costs"};
  PageTable table{.title = "What a model takes",
                  .header = {"model", "parameters", "multiply-adds", "bundle"}};
  for (const int batch : timed_batches) {
    table.header.push_back(
        fmt::format("{}, ms", batch == 1 ? "one film" : fmt::format("{} films at once", batch)));
  }
  for (const ModelCost& cost : costs_of(report)) {
    TextRow row{cost.title, in_units(cost.parameters, 1e6, "M"),
                in_units(cost.multiply_adds, 1e9, "G"), in_units(cost.bytes, 1e6, "MB")};
    for (std::size_t b = 0; b < timed_batches.size(); ++b) {
      row.push_back(cost.times ? milliseconds((*cost.times)[b]) : "-");
    }
    table.rows.push_back(std::move(row));
  }
  section.tables = {std::move(table)};
  if (report.times) {
    section.notes = {fmt::format(
        "Multiply-adds for one film. Milliseconds are the median (95th percentile) of repetitions "
        "in {} on {}, {} thread{}, evidence for every class included, reading the film not; an "
        "ensemble's are its members' sum. What else the machine did then is in them: chestlens "
        "complexity measures longer, on a quiet one.",
        report.times->runtime, report.times->processor, report.times->threads,
        report.times->threads == 1 ? "" : "s")};
  } else {
    section.notes = {reason_in_words("The times", report.times.error())};
  }
  section.commands = {complexity_command_line(report.evaluated.folders)};
  return section;
}

}  // namespace chestlens
