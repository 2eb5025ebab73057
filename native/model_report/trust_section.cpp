#include "io/markdown.hpp"
#include "model_report/commands.hpp"
#include "model_report/sections.hpp"
#include "model_report/short_titles.hpp"
#include "plot/interval_chart.hpp"

#include <chestlens/trust_words.hpp>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

Interval interval_of(const MeasuredMetric& metric) {
  return {metric.low, metric.high};
}

PageFigure trust_figure(const Card& card, const std::string& title) {
  IntervalChart chart{
      .title = "Warned of: " + title, .x_label = "% of the pictures", .width = 480.0};
  IntervalGroup group;
  for (const MeasuredMetric& kind : card.trust) {
    group.rows.push_back(
        {.name = kind.name, .value = kind.value, .low = kind.low, .high = kind.high});
    chart.description += kind.name + " " + with_interval(kind.value, interval_of(kind)) + " %. ";
  }
  chart.groups = {std::move(group)};
  return {"trust-" + card.name + ".svg", chart.title, to_svg(chart)};
}

/// A row for each kind that any model was measured on.
PageTable trust_table(const std::vector<Card>& cards) {
  PageTable table{.title = "Share of pictures that are warned of, in % with 95 % intervals",
                  .header = {"kind"}};
  for (const Card& card : cards) {
    if (!card.trust.empty()) table.header.insert(table.header.end(), {card.title, "of"});
  }
  std::vector<std::string> kinds;
  for (const Card& card : cards) {
    for (const MeasuredMetric& kind : card.trust) {
      if (std::ranges::find(kinds, kind.name) == kinds.end()) kinds.push_back(kind.name);
    }
  }
  for (const std::string& name : kinds) {
    TextRow row{name};
    for (const Card& card : cards) {
      if (card.trust.empty()) continue;
      const auto kind = std::ranges::find(card.trust, name, &MeasuredMetric::name);
      if (kind == card.trust.end()) {
        row.insert(row.end(), {"-", "-"});
      } else {
        row.insert(row.end(), {with_interval(kind->value, interval_of(*kind)), kind->measured_on});
      }
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

PageSection trust_section(const ModelReport& report) {
  PageSection section{.title = "Trust", .notes = {trust_meaning()}};
  const ShortTitles short_title(report.evaluated.study);
  bool is_any = false;
  for (const Card& card : report.evaluated.cards) {
    if (card.trust.empty()) {
      section.points.push_back({card.title + ": no warning",
                                trust_in_words(card, short_title(card.title)), PageTone::caution});
      continue;
    }
    is_any = true;
    section.figures.push_back(trust_figure(card, short_title(card.title)));
  }
  if (is_any) section.tables = {trust_table(report.evaluated.cards)};
  section.commands = trust_command_lines(report.evaluated.folders);
  return section;
}

}  // namespace chestlens
