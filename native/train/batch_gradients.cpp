#include "train/batch_gradients.hpp"

#include "distributed/share.hpp"
#include "learn/training_loss.hpp"
#include "learn/training_order.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

RepeatedStep* step_for(RepeatedStep* repeated, std::int64_t films) {
  return repeated != nullptr && repeated->films() == films ? repeated : nullptr;
}

}  // namespace

BatchGradients::BatchGradients(Learner& learner, const Dataset& dataset, const Recipe& recipe,
                               const EpochPlan& plan, const Computing& computing,
                               std::int64_t first)
    : learner_(learner),
      dataset_(dataset),
      recipe_(recipe),
      plan_(plan),
      computing_(computing),
      order_(share_of_batches(training_order(dataset, recipe.train, plan.stage, plan.epoch),
                              plan.stage.batch, computing.rank, computing.ranks)),
      loading_{.batch_size = plan.stage.batch,
               .first_batch = first,
               .drop_incomplete = true,
               .pinned_memory = computing.device.is_cuda()},
      batches_(batch_count(order_.size(), loading_)),
      repeated_(step_for(plan.repeated, films_of(0))) {
  if (first >= batches_) return;
  source_.emplace(dataset, order_, loading_,
                  repeated_ != nullptr ? Gathering::in_place : gathering_for(dataset));
  draws_.emplace([this](std::int64_t batch) { return draw(batch); }, first, batches_);
}

/// One of another size would be the epoch's only one.
std::int64_t BatchGradients::films_of(std::int64_t batch) const {
  return films_of_batch(batch, order_.size(), loading_);
}

StepDraws BatchGradients::draw(std::int64_t batch) const {
  auto shape = dataset_.images.sizes().vec();
  shape[0] = films_of(batch);
  return draw_step(recipe_, plan_.stage, {plan_.epoch, batch, computing_.rank}, shape,
                   loading_.pinned_memory);
}

torch::Tensor BatchGradients::add(const StepPart& part) {
  const auto asked = std::chrono::steady_clock::now();
  const StepDraws draws = draws_->next();
  if (repeated_ != nullptr) {
    waited_ += std::chrono::steady_clock::now() - asked;
    return repeated_->run(source_->next_rows(), draws).shown;
  }
  const Batch batch = source_->next().value();
  waited_ += std::chrono::steady_clock::now() - asked;
  const BatchLoss loss =
      training_loss_anywhere(learner_.classifier, batch, draws, recipe_, plan_.stage, computing_);
  add_gradients(learner_, loss.minimised, part);
  return loss.shown;
}

}  // namespace chestlens
