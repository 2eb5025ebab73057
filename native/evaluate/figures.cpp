#include "evaluate/figures.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

namespace chestlens {

std::string NamedFigure::title() const {
  return class_name.empty() ? name : name + " " + class_name;
}

bool NamedFigure::is_of_few() const {
  return !class_name.empty() && films < few_films;
}

std::vector<NamedFigure> named_figures(const Assessment& assessment,
                                       const std::vector<std::string>& classes) {
  const Metrics& metrics = assessment.metrics;
  std::vector<NamedFigure> figures = {
      {"accuracy", "accuracy", "", {metrics.accuracy, metrics.accuracy_interval}},
      {"balanced_accuracy", "balanced accuracy", "", assessment.balanced_accuracy},
      {"macro_f1", "macro F1", "", assessment.macro_f1},
      {"weighted_f1", "weighted F1", "", assessment.weighted_f1},
      {"mean_roc_area", "mean ROC area", "", assessment.macro_roc},
      {"expected_calibration_error", "expected calibration error", "",
       assessment.calibration_error}};
  for (NamedFigure& figure : figures) figure.films = metrics.films;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const ClassMetrics& one = metrics.classes[c];
    const ClassAreas& areas = assessment.classes[c];
    const std::string& name = classes[c];
    for (NamedFigure figure : std::vector<NamedFigure>{
             {"recall", "recall", name, {one.recall, one.recall_interval}},
             {"precision", "precision", name, {one.precision, one.precision_interval}},
             {"specificity", "specificity", name, {one.specificity, one.specificity_interval}},
             {"f1", "F1", name, areas.f1},
             {"roc_area", "ROC area", name, areas.roc},
             {"precision_recall_area", "precision-recall area", name, areas.precision_recall}}) {
      figure.films = one.films;
      figures.push_back(std::move(figure));
    }
  }
  std::erase_if(figures,
                [](const NamedFigure& figure) { return std::isnan(figure.estimate.value); });
  return figures;
}

std::string intervals_note(bool patients_known, int draws) {
  const std::string note = fmt::format(
      "95 % intervals count patients, not films: Wilson's with the design effect for accuracy, "
      "recall, precision and specificity (Korn & Graubard 1998), DeLong's by patient for a class's "
      "ROC area (Obuchowski 1997); the others draw whole patients {} times. The expected "
      "calibration error is without the bias of its plain form.",
      group_digits(draws));
  if (patients_known) return note;
  return note +
         " Patients are not known here, so each film counts as one of its own: the intervals "
         "are too narrow where films share a patient.";
}

}  // namespace chestlens
