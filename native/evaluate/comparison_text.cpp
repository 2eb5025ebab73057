#include "evaluate/comparison.hpp"
#include "io/markdown.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace chestlens {
namespace {

std::string compared_cell(const ComparedValue& value) {
  if (std::isnan(value.mean)) return "-";
  return percent(value.mean) + " (" + percent(value.interval.low) + " to " +
         percent(value.interval.high) + ")";
}

/// What the p values are of.
std::string tests_note(const Comparison& comparison, const std::string& first_name,
                       const std::string& second_name) {
  std::string note =
      "p: that there is no difference, corrected for the number of rows (Holm 1979); ";
  if (!comparison.mcnemar) return note + "by the bootstrap's draws.\n";
  note += fmt::format(
      "accuracy by McNemar's test ({} films only {} got right, {} only {}), ROC areas by DeLong's, "
      "both by patient; the others by the bootstrap's draws.\n",
      comparison.mcnemar->only_first, first_name, comparison.mcnemar->only_second, second_name);
  return note;
}

}  // namespace

std::string to_markdown(const Comparison& comparison, const std::string& first_name,
                        const std::string& second_name) {
  std::vector<TextRow> rows;
  bool some_are_few = false;
  for (const auto& metric : comparison.metrics) {
    some_are_few = some_are_few || metric.films < few_films;
    rows.push_back({metric.name, flagged(compared_cell(metric.first), metric.films),
                    flagged(compared_cell(metric.second), metric.films),
                    flagged(difference_text(metric.difference.value, metric.difference.interval),
                            metric.films),
                    p_text(metric.difference.corrected_p)});
  }
  std::string text =
      markdown_table({"% (95 % interval)", first_name, second_name, "difference", "p"}, rows);
  const std::string films = std::to_string(comparison.films) + " films";
  text += "\n" +
          (comparison.patients_known
               ? films + " of " + std::to_string(comparison.patients) + " patients"
               : films + ", split by film: patients are not known") +
          ". Intervals: bootstrap over patients and seeds; a difference whose interval\n"
          "contains 0 may be chance. " +
          tests_note(comparison, first_name, second_name);
  if (some_are_few) text += std::string("\n\\") + few_films_note + "\n";
  return text;
}

}  // namespace chestlens
