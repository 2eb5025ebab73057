#include "report/thresholds.hpp"

#include "data/csv.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

/// "0.03521", of four digits at most.
std::string threshold_text(double threshold) {
  return fmt::format("{:.4g}", threshold);
}

Result<ThresholdRow> choose_one(const ThresholdFilms& films, const WantedRecall& wanted,
                                const Reporter& reporter) {
  const std::string& class_name =
      films.validation.classes[static_cast<std::size_t>(wanted.class_index)];
  BootstrapOptions bootstrap;
  Progress progress(reporter, "threshold " + class_name, bootstrap.draws, "draws");
  bootstrap.after_draw = [&progress] { progress.advance(); };
  const std::string context = films.name + ", " + class_name;
  CHESTLENS_TRY(auto chosen,
                with_context(threshold_for_recall(films.validation.scored, wanted.class_index,
                                                  wanted.recall, bootstrap),
                             context));
  CHESTLENS_TRY(auto figures,
                with_context(figures_at_threshold(films.measured.scored, wanted.class_index,
                                                  chosen.threshold),
                             context));
  return ThresholdRow{films.name,
                      films.title,
                      class_name,
                      wanted.recall,
                      std::move(chosen),
                      std::move(figures),
                      part_title(films.measured)};
}

std::string exact_text(double number) {
  return fmt::format("{:.17g}", number);
}

}  // namespace

Result<std::vector<ThresholdRow>> choose_thresholds(const ThresholdFilms& films,
                                                    const std::vector<WantedRecall>& wanted,
                                                    const Reporter& reporter) {
  if (films.validation.part != EvaluatedPart::validation) {
    return fail(ErrorCode::mismatch, "thresholds are chosen on validation films alone", films.name);
  }
  std::vector<ThresholdRow> rows;
  for (const WantedRecall& one : wanted) {
    CHESTLENS_TRY(auto row, choose_one(films, one, reporter));
    rows.push_back(std::move(row));
  }
  return rows;
}

TextTable threshold_table(const std::vector<ThresholdRow>& rows) {
  const std::string part = rows.empty() ? "" : rows.front().part;
  TextTable table{
      "Decision thresholds",
      {"model", "class", "wanted recall %", "probability at least", "recall on validation %",
       "films of the class, " + part, "recall on " + part + " %", "precision on " + part + " %",
       "specificity on " + part + " %"},
      {}};
  for (const ThresholdRow& row : rows) {
    const auto& [threshold, interval, chosen] = row.chosen;
    const ThresholdFigures& figures = row.figures;
    table.rows.push_back(
        {row.title, row.class_name, percent(row.wanted_recall),
         flagged(fmt::format("{} ({}-{})", threshold_text(threshold), threshold_text(interval.low),
                             threshold_text(interval.high)),
                 chosen.positives),
         flagged(with_interval(chosen.recall), chosen.positives), std::to_string(figures.positives),
         flagged(with_interval(figures.recall), figures.positives),
         flagged(with_interval(figures.precision), figures.positives),
         flagged(with_interval(figures.specificity), figures.negatives)});
  }
  return table;
}

std::string threshold_note(const std::vector<ThresholdRow>& rows) {
  std::string note =
      "A film is called the class from that probability on, whatever the other classes have. The "
      "threshold is the highest that keeps the wanted recall on the validation films, which "
      "flatters it there; its interval is of thresholds that draws of their patients choose.";
  const bool is_validation =
      std::ranges::any_of(rows, [](const ThresholdRow& row) { return row.part == "validation"; });
  if (is_validation) {
    note += " It was measured on the films that chose it: --split test measures it on others.";
  }
  for (const ThresholdRow& row : rows) {
    if (row.part == "validation" || row.figures.recall.interval.high >= row.wanted_recall) continue;
    note += fmt::format(" It failed for {}, {}: {} % were wanted, and on {} films recall is {} %.",
                        row.title, row.class_name, percent(row.wanted_recall), row.part,
                        with_interval(row.figures.recall));
  }
  return note;
}

std::string thresholds_csv(const std::vector<ThresholdRow>& rows) {
  std::string csv =
      csv_line({"model", "class", "wanted_recall", "threshold", "threshold_low", "threshold_high",
                "measured_on", "metric", "value", "low", "high", "films"});
  for (const ThresholdRow& row : rows) {
    const auto add = [&](const std::string& part, const char* metric, const Estimate& estimate,
                         std::int64_t films) {
      const auto& [value, interval] = estimate;
      csv += csv_line({row.name, row.class_name, exact_text(row.wanted_recall),
                       exact_text(row.chosen.threshold), exact_text(row.chosen.interval.low),
                       exact_text(row.chosen.interval.high), part, metric, exact_text(value),
                       exact_text(interval.low), exact_text(interval.high), std::to_string(films)});
    };
    const auto add_all = [&](const std::string& part, const ThresholdFigures& figures) {
      add(part, "recall", figures.recall, figures.positives);
      add(part, "precision", figures.precision, figures.called);
      add(part, "specificity", figures.specificity, figures.negatives);
    };
    add_all("validation", row.chosen.figures);
    if (row.part != "validation") add_all(row.part, row.figures);
  }
  return csv;
}

}  // namespace chestlens
