#include "train/search_rates.hpp"

#include "data/dataset.hpp"
#include "data/manifest.hpp"
#include "data/split.hpp"
#include "io/guarded.hpp"
#include "learn/out_of_memory.hpp"
#include "learn/recipe_split.hpp"
#include "train/session.hpp"
#include "train/start_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace chestlens {
namespace {

Result<FoundRates> search_stage(const Recipe& recipe, const Stage& stage,
                                const TrainOptions& options) {
  report_notices(recipe, options.reporter);
  CHESTLENS_TRY(const auto manifest,
                load_manifest(options.data_folder, {.classes = recipe.data.classes}));
  report_notices(manifest, options.reporter);
  CHESTLENS_TRY(const auto split, recipe_split(manifest, recipe.data));
  CHESTLENS_TRY(const auto films,
                load_dataset(manifest, split.train, input_of(recipe, stage), options.threads,
                             options.cache_folder, options.reporter));
  CHESTLENS_TRY(const auto classifier, new_classifier(recipe, manifest, options));
  const Computing computing =
      new_computing(recipe.train, options.device, manifest, split.train, classifier);
  CHESTLENS_CHECK(load_start_weights(classifier, recipe, manifest, split.train, options));
  Learner learner = new_learner(classifier, recipe.train, computing);
  const RateSearch search{.stop_requested = options.stop_requested, .reporter = options.reporter};
  CHESTLENS_TRY(auto points, within_memory(workload_of(recipe, stage, options.device), [&] {
                  return find_rates(learner, films, recipe, stage, computing, search);
                }));
  CHESTLENS_TRY(const auto suggested, suggest_rates(points, search));
  return FoundRates{std::move(points), suggested};
}

/// How many points a chart shows: where the loss runs away after its lowest, the valley before it
/// would be a flat line.
std::size_t points_before_divergence(const std::vector<RatePoint>& points) {
  const auto lower = [](const RatePoint& a, const RatePoint& b) { return a.loss < b.loss; };
  const auto lowest = std::min_element(points.begin(), points.end(), lower);
  const double highest = std::max_element(points.begin(), std::next(lowest), lower)->loss;
  const double limit = highest + 0.5 * (highest - lowest->loss);
  const auto away = std::find_if(lowest, points.end(),
                                 [limit](const RatePoint& point) { return point.loss > limit; });
  return static_cast<std::size_t>(away - points.begin());
}

}  // namespace

Result<FoundRates> search_rates(const Recipe& recipe, int stage, const TrainOptions& options) {
  const auto stages = static_cast<int>(recipe.stages.size());
  if (stage < 1 || stage > stages) {
    return fail(ErrorCode::invalid_argument, "the recipe has " + counted(stages, "stage"),
                fmt::format("stage {}", stage));
  }
  return guarded("learning-rate search", [&] {
    return search_stage(recipe, recipe.stages[static_cast<std::size_t>(stage - 1)], options);
  });
}

LineChart rate_chart(const FoundRates& found, const std::string& title) {
  LineChart chart{.title = title,
                  .x_label = "learning rate",
                  .y_label = "training loss, smoothed",
                  .log_x = true};
  Series& series = chart.series.emplace_back();
  const std::size_t shown = points_before_divergence(found.points);
  for (std::size_t i = 0; i < shown; ++i) {
    series.x.push_back(found.points[i].learning_rate);
    series.y.push_back(found.points[i].loss);
  }
  const auto& [steepest, valley] = found.suggested;
  chart.markers = {{steepest, fmt::format("steepest {:.2g}", steepest)},
                   {valley, fmt::format("valley {:.2g}", valley)}};
  return chart;
}

}  // namespace chestlens
