#pragma once

#include "evaluate/prediction_file.hpp"

#include <chestlens/bootstrap.hpp>
#include <chestlens/error.hpp>
#include <chestlens/model_differences.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// One metric of a way of training: its mean over the runs.
struct ComparedValue {
  double mean = 0.0;
  Interval interval;
};

struct ComparedMetric {
  std::string name;
  std::int64_t films = 0;  // those of the class, or all
  ComparedValue first = {}, second = {};
  Difference difference = {};  // first - second; p values are Holm's over all metrics
};

struct Comparison {
  std::size_t films = 0;
  std::size_t patients = 0;
  bool patients_known = true;  // false: some film counts as a patient of its own
  std::vector<ComparedMetric> metrics;
  std::optional<McNemar> mcnemar = {};  // where each side is one run: its p is accuracy's
};

/// Compares two ways of training, each by runs on the same films that differ in their seed alone.
/// The bootstrap draws patients and runs, so that the intervals cover the choice of films and of
/// seeds, and its draws give the p values; where each side is one run, accuracy has McNemar's and
/// the areas by class DeLong's, by patient. What a class without films lacks is not a number. With
/// by_source the recall of each class from each source (film_groups) is compared, too, and that of
/// the worst of these groups.
/// Errors: invalid_argument for a side without runs, or films of no source; mismatch where the
/// runs' films or classes differ.
Result<Comparison> compare(std::span<const PredictionTable> first,
                           std::span<const PredictionTable> second,
                           const BootstrapOptions& options = {}, bool by_source = false);

/// A Markdown table with the names over the columns; figures of classes of few films are flagged.
std::string to_markdown(const Comparison& comparison, const std::string& first_name,
                        const std::string& second_name);

}  // namespace chestlens
