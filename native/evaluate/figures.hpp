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
  std::string class_name = {};  // empty: of all classes
  Estimate estimate;
  std::int64_t films = 0;  // of the class, or all

  /// "ROC area covid19".
  std::string title() const;
  /// Of a class of few films: read its interval, not the figure.
  bool is_of_few() const;
};

/// All that are numbers, those of all classes first, then class by class in the order of `classes`.
std::vector<NamedFigure> named_figures(const Assessment& assessment,
                                       const std::vector<std::string>& classes);

}  // namespace chestlens
