#pragma once

#include <chestlens/assessment.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// One figure of an assessment, under the names that tables, cards and programs give it.
struct NamedFigure {
  std::string id;               // "roc_area"
  std::string name;             // "ROC area"
  std::string class_name = {};  // empty: all classes
  Estimate estimate;
  std::int64_t films = 0;  // those of the class, or all

  /// "ROC area covid19".
  std::string title() const;
  /// Whether the class has few films, so that the interval says more than the value.
  bool is_of_few() const;
};

/// The figures that are numbers: first those of all classes together, then class by class in the
/// order of `classes`.
std::vector<NamedFigure> named_figures(const Assessment& assessment,
                                       const std::vector<std::string>& classes);

/// How the 95 % intervals of an assessment come about, with their sources, as a sentence or three;
/// where patients are not known, that they are too narrow for it.
std::string intervals_note(bool patients_known, int draws = BootstrapOptions().draws);

}  // namespace chestlens
