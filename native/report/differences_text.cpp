#include "report/differences_text.hpp"

#include "data/csv.hpp"
#include "io/markdown.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace chestlens {
namespace {

/// One compared figure under its names.
struct NamedDifference {
  const char* id;
  const char* name;
  const Difference& difference;
  const char* test;
};

std::vector<NamedDifference> overall_differences(const ModelDifferences& pair) {
  constexpr const char* bootstrap = "bootstrap by patient";
  return {{"accuracy", "accuracy", pair.accuracy, "McNemar by patient"},
          {"balanced_accuracy", "balanced accuracy", pair.balanced_accuracy, bootstrap},
          {"macro_f1", "macro F1", pair.macro_f1, bootstrap},
          {"mean_roc_area", "mean ROC area", pair.macro_roc, bootstrap}};
}

std::string pair_title(const Study& study, const ModelDifferences& pair) {
  return study.rows[pair.first].title + " less " + study.rows[pair.second].title;
}

std::string cell_of(const Difference& difference) {
  return difference_text(difference.value, difference.interval);
}

std::string exact_number(double number) {
  return fmt::format("{:.17g}", number);
}

TextTable overall_differences_table(const Study& study) {
  TextTable table{"Differences between models, in points", {"models"}, {}};
  for (const NamedDifference& one : overall_differences(study.differences.front())) {
    table.header.insert(table.header.end(), {one.name, "p"});
  }
  for (const ModelDifferences& pair : study.differences) {
    TextRow row{pair_title(study, pair)};
    for (const NamedDifference& one : overall_differences(pair)) {
      row.insert(row.end(), {cell_of(one.difference), p_text(one.difference.corrected_p)});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

TextTable area_differences_table(const Study& study) {
  const Evaluation& first = study.rows.front().evaluation;
  TextTable table{"Differences of ROC area by class, in points", {"models"}, {}};
  for (const std::string& name : first.classes) {
    table.header.insert(table.header.end(), {name, "p"});
  }
  for (const ModelDifferences& pair : study.differences) {
    TextRow row{pair_title(study, pair)};
    for (std::size_t c = 0; c < pair.roc.size(); ++c) {
      const std::int64_t films = first.assessment.metrics.classes[c].films;
      row.insert(row.end(),
                 {flagged(cell_of(pair.roc[c]), films), p_text(pair.roc[c].corrected_p)});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::vector<TextTable> difference_tables(const Study& study) {
  if (study.differences.empty()) return {};
  return {overall_differences_table(study), area_differences_table(study)};
}

std::string difference_note(const Study& study) {
  if (study.differences.empty()) return {};
  return "p: that two models do not differ. Accuracy by McNemar's test (mid-p, Fagerland 2013), "
         "ROC "
         "areas by DeLong's (1988), both by patient; the others by the paired bootstrap over "
         "patients. p values of the figures of all classes are corrected for their number by Holm "
         "(1979), those of the areas by Benjamini & Hochberg (1995): of the areas called different "
         "at 0.05, one in twenty is so by chance.";
}

std::string differences_csv(const Study& study) {
  std::string csv = csv_line({"first", "second", "metric", "class", "difference", "low", "high",
                              "p", "corrected_p", "test", "correction", "films"});
  for (const ModelDifferences& pair : study.differences) {
    const Evaluation& first = study.rows[pair.first].evaluation;
    const auto add = [&](const NamedDifference& one, const std::string& class_name,
                         const char* correction, std::int64_t films) {
      const auto& [value, interval, p, corrected_p] = one.difference;
      csv += csv_line({study.rows[pair.first].name, study.rows[pair.second].name, one.id,
                       class_name, exact_number(value), exact_number(interval.low),
                       exact_number(interval.high), exact_number(p), exact_number(corrected_p),
                       one.test, correction, std::to_string(films)});
    };
    for (const NamedDifference& one : overall_differences(pair)) {
      add(one, "", "Holm", first.assessment.metrics.films);
    }
    for (std::size_t c = 0; c < pair.roc.size(); ++c) {
      add({"roc_area", "ROC area", pair.roc[c], "DeLong by patient"}, first.classes[c],
          "Benjamini-Hochberg", first.assessment.metrics.classes[c].films);
    }
  }
  return csv;
}

}  // namespace chestlens
