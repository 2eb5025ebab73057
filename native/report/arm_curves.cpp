#include "report/arm_curves.hpp"

#include "train/epoch_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace chestlens {
namespace {

/// A run's values by epoch; what is not a number is left out.
using Course = std::map<int, double>;

Result<Course> course_of(const ArmRun& run, KeepBest metric) {
  Course course;
  for (const LoggedEpoch& epoch : run.log) {
    const double value = value_of(metric, epoch);
    if (std::isfinite(value)) course[epoch.epoch] = value;
  }
  if (!course.empty()) return course;
  return fail(ErrorCode::not_found,
              fmt::format("its log has no {}; --metric chooses another", metric_name(metric)),
              run.folder.string());
}

/// `values` has one at the least.
RunRange range_of(const std::vector<double>& values) {
  const auto [low, high] = std::ranges::minmax(values);
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  // Rounding must not put the mean of equal values outside of their range.
  return {std::clamp(sum / static_cast<double>(values.size()), low, high), low, high};
}

/// What `value` is of each run.
RunRange range_over(const std::vector<Course>& courses, const auto& value) {
  std::vector<double> values;
  for (const Course& course : courses) values.push_back(value(course));
  return range_of(values);
}

Course::const_iterator best_of(const Course& course) {
  return std::ranges::max_element(course, {}, &Course::value_type::second);
}

std::vector<int> shared_epochs(const std::vector<Course>& courses) {
  std::vector<int> epochs;
  for (const auto& [epoch, value] : courses.front()) {
    const auto has_epoch = [&](const Course& course) { return course.contains(epoch); };
    if (std::ranges::all_of(courses, has_epoch)) epochs.push_back(epoch);
  }
  return epochs;
}

Result<ArmCurve> arm_curve(const TrainingArm& arm, KeepBest metric) {
  std::vector<Course> courses;
  for (const ArmRun& run : arm.runs) {
    CHESTLENS_TRY(auto course, course_of(run, metric));
    courses.push_back(std::move(course));
  }
  ArmCurve curve{
      .name = arm.name,
      .runs = courses.size(),
      .length = range_over(courses, [](const Course& one) { return one.rbegin()->first; }),
      .epochs = shared_epochs(courses),
      .values = {},
      .best = range_over(courses, [](const Course& one) { return best_of(one)->second; }),
      .best_epoch = range_over(courses, [](const Course& one) { return best_of(one)->first; }),
      .reached = {}};
  if (curve.epochs.empty()) {
    return fail(ErrorCode::mismatch, "its runs have no epoch in common", arm.name);
  }
  for (const int epoch : curve.epochs) {
    curve.values.push_back(range_over(courses, [&](const Course& one) { return one.at(epoch); }));
  }
  return curve;
}

std::optional<int> first_at(const ArmCurve& curve, double level) {
  const auto found = std::ranges::find_if(
      curve.values, [&](const RunRange& value) { return value.mean >= level; });
  if (found == curve.values.end()) return std::nullopt;
  return curve.epochs[static_cast<std::size_t>(found - curve.values.begin())];
}

}  // namespace

Result<ArmCurves> arm_curves(std::span<const TrainingArm> arms, KeepBest metric, double reach) {
  if (metric == KeepBest::loss) {
    return fail(ErrorCode::invalid_argument, "curves are of a metric of which more is better");
  }
  ArmCurves curves{.metric = metric, .reach = reach, .arms = {}};
  for (const TrainingArm& arm : arms) {
    CHESTLENS_TRY(auto curve, arm_curve(arm, metric));
    curves.arms.push_back(std::move(curve));
  }
  const auto end_of = [](const ArmCurve& curve) { return curve.values.back().mean; };
  const auto highest = std::ranges::max_element(curves.arms, {}, end_of);
  curves.highest = static_cast<std::size_t>(highest - curves.arms.begin());
  curves.level = reach * end_of(*highest);
  for (ArmCurve& curve : curves.arms) curve.reached = first_at(curve, curves.level);
  return curves;
}

}  // namespace chestlens
