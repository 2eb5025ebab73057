#pragma once

#include "data/dataset.hpp"
#include "data/loader.hpp"
#include "learn/computing.hpp"
#include "learn/draws_ahead.hpp"
#include "learn/learner.hpp"
#include "recipe/recipe.hpp"
#include "train/batch_source.hpp"
#include "train/epoch.hpp"

#include <torch/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace chestlens {

/// The batches of an epoch: their films and what is drawn for them, both made ahead, and their
/// gradients. All that is given must outlive it.
class BatchGradients {
 public:
  /// This rank's batches from `first` on.
  BatchGradients(Learner& learner, const Dataset& dataset, const Recipe& recipe,
                 const EpochPlan& plan, const Computing& computing, std::int64_t first);

  /// All of the epoch, those before the first one too.
  std::int64_t batches() const { return batches_; }
  std::int64_t films_of(std::int64_t batch) const;

  /// Adds the gradients of the next batch. Returns its mean loss as shown (BatchLoss),
  /// on the computing device, valid until the next.
  torch::Tensor add(const StepPart& part);

  /// How long add() waited for films and draws so far.
  double waited_seconds() const { return waited_.count(); }

 private:
  StepDraws draw(std::int64_t batch) const;

  Learner& learner_;
  const Dataset& dataset_;
  const Recipe& recipe_;
  const EpochPlan& plan_;
  const Computing& computing_;
  std::vector<std::size_t> order_;
  LoaderOptions loading_;
  std::int64_t batches_;
  RepeatedStep* repeated_;
  std::chrono::duration<double> waited_{};
  std::optional<BatchSource> source_;
  std::optional<DrawsAhead> draws_;  // last: its thread reads the others
};

}  // namespace chestlens
