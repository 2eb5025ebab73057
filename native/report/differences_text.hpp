#pragma once

#include "report/study.hpp"
#include "report/text_table.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// The differences between the rows of a study, in points with 95 % intervals and corrected p
/// values: one table of the figures of all classes, one of each class's ROC area. Empty for one
/// row.
std::vector<TextTable> difference_tables(const Study& study);

/// How the p values came about, in one paragraph; "" for one row.
std::string difference_note(const Study& study);

/// All of them for programs, at full precision: first, second, metric, class, difference, low,
/// high, p, corrected_p, test, correction, films. What is not known is nan.
std::string differences_csv(const Study& study);

}  // namespace chestlens
