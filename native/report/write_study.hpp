#pragma once

#include "report/study.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>

namespace chestlens {

/// Tables for people: sizes and overall figures with 95 % intervals, recall, precision,
/// specificity, F1 and areas by class (classes of fewer than 30 films flagged beside every figure),
/// COVID-Net as published, the films by class and part, and under them where the scores may come
/// from.
std::string to_markdown(const Study& study);

/// For programs: model, metric, class, value, low, high, films, measured_on; at full precision.
/// measured_on is the part of the films, or "other films (published)" for COVID-Net's rows. What is
/// not known is nan, or has no line where it is the value.
std::string to_csv(const Study& study);

/// Writes classes.svg, confusion-NAME.svg and reliability-NAME.svg for each row, table.csv, and
/// to_markdown's text as table.md, which links the figures, and table.html, which holds them.
/// A weights.svg that lies in the folder is one of the figures. Errors: io.
Status write_study(const std::filesystem::path& folder, const Study& study);

}  // namespace chestlens
