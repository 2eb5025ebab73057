#pragma once

#include "report/study.hpp"
#include "report/text_table.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// Heading over the rows' audits.
inline constexpr const char* audit_title = "Where the score may come from";

/// Tables in reading order, figures with 95 % intervals: sizes and overall figures; recall,
/// precision, specificity, F1 and areas by class, figures of fewer than 30 films flagged; films by
/// class and part; the differences between rows. COVID-Net's rows are as published.
std::vector<TextTable> tables_of(const Study& study);

/// The first of them: sizes and overall figures, and those by class.
std::vector<TextTable> score_tables(const Study& study);

/// Films by class and part.
TextTable count_table(const Study& study);

/// What a reader of score_tables must know, and of all tables, one paragraph each.
std::vector<std::string> score_notes(const Study& study);
std::vector<std::string> notes_of(const Study& study);

/// All of it as Markdown: tables_of() and notes_of(), and under them each row's audit.
std::string to_markdown(const Study& study);

/// All figures for programs, at full precision: model, metric, class, value, low, high, films,
/// measured_on. The last is the part of the films, or "other films (published)" for COVID-Net's
/// rows. What is not known is nan, or has no line where it is the value.
std::string to_csv(const Study& study);

}  // namespace chestlens
