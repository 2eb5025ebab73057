#pragma once

#include "report/bundle_evaluation.hpp"
#include "train/evaluation.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// One model or ensemble on the films.
struct StudyRow {
  std::string name;
  std::string title;
  std::int64_t parameters = 0;  // of an ensemble: the members' sum
  std::int64_t multiply_adds = 0;
  std::int64_t bytes = 0;  // of the bundles
  Evaluation evaluation;
  std::vector<std::string> audit;
};

/// Films of each class in each part, [class] in the order of the classes.
struct ClassCounts {
  std::vector<std::int64_t> train, validation, test;
};
ClassCounts count_classes(const RunData& data);

/// Everything that is compared on one part of the films. At least one row, all on the same films.
struct Study {
  std::string films;  // the data folder's name
  std::vector<StudyRow> rows;
  ClassCounts counts;
};

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
