#include "report/recipe_facts.hpp"

#include "train/epoch_log.hpp"

#include <fmt/format.h>

#include <string>

namespace chestlens {
namespace {

std::string schedule_text(const Schedule& schedule) {
  const auto warm_up = [](double share) {
    return share > 0.0 ? fmt::format(" after a warm-up of {:g} %", 100.0 * share) : std::string();
  };
  switch (schedule.kind) {
    case ScheduleKind::one_cycle:
      return "one cycle";
    case ScheduleKind::cosine:
      return "cosine" + warm_up(schedule.linear_warm_up_share);
    case ScheduleKind::constant:
      break;
  }
  return "constant" + warm_up(schedule.linear_warm_up_share);
}

std::string rate_text(const RateSlice& rates) {
  return rates.low == rates.high ? fmt::format("{:g}", rates.high)
                                 : fmt::format("{:g} to {:g}", rates.low, rates.high);
}

std::string stage_text(const Stage& stage) {
  std::string text =
      fmt::format("{} px, {} {}, {}, rate {}, batch {}", stage.size_pixels, stage.epochs,
                  stage.epochs == 1 ? "epoch" : "epochs", schedule_text(stage.schedule),
                  rate_text(stage.max_learning_rate), stage.batch);
  if (stage.frozen) text += ", body frozen";
  if (stage.retrain_last_layer) text += ", last layer learned again, groups drawn equally often";
  if (stage.mixup_alpha > 0.0) text += fmt::format(", mixup {:g}", stage.mixup_alpha);
  if (stage.cutmix_alpha > 0.0) text += fmt::format(", CutMix {:g}", stage.cutmix_alpha);
  return text;
}

std::string optimizer_text(const TrainRecipe& train) {
  std::string text = train.optimizer == OptimizerKind::adamw ? "AdamW" : "SGD";
  text += fmt::format(", weight decay {:g}", train.weight_decay);
  if (train.accumulate_batches > 1) {
    text += fmt::format(", {} batches to a step", train.accumulate_batches);
  }
  if (train.clip_gradient_norm > 0.0) {
    text += fmt::format(", gradients clipped to a norm of {:g}", train.clip_gradient_norm);
  }
  if (train.ema_decay > 0.0) text += fmt::format(", weights averaged ({:g})", train.ema_decay);
  return text;
}

std::string loss_text(const TrainRecipe& train) {
  std::string text = "cross-entropy";
  if (train.loss == LossKind::focal) text = fmt::format("focal, gamma {:g}", train.focal_gamma);
  if (train.loss == LossKind::group_dro) {
    text += fmt::format(" by class and source, group DRO at {:g}", train.group_dro_rate);
  }
  if (train.label_smoothing > 0.0) text += fmt::format(", smoothing {:g}", train.label_smoothing);
  if (train.class_weights != ClassWeights::none) text += ", class weights";
  if (train.balanced_sampling) {
    text += train.balanced_by == BalancedBy::classes
                ? ", classes drawn equally often"
                : ", classes of each source drawn equally often";
  }
  if (train.source_adversary > 0.0) {
    text += fmt::format(", against a source head ({:g})", train.source_adversary);
  }
  return text;
}

}  // namespace

std::string input_text(const InputSpec& input) {
  return fmt::format("{0} x {0} pixels, {1}, grey levels of the percentiles {2:g} to {3:g}",
                     input.size_pixels, to_string(input.fit), input.window_low_percentile,
                     input.window_high_percentile);
}

std::vector<PageFact> recipe_facts(const Recipe& recipe) {
  std::vector<PageFact> facts = {{"optimizer", optimizer_text(recipe.train)},
                                 {"loss", loss_text(recipe.train)},
                                 {"kept is the best", metric_name(recipe.train.keep_best)},
                                 {"seeds", fmt::format("{} of training, {} of the split",
                                                       recipe.train.seed, recipe.data.seed)}};
  if (!recipe.network.weights.empty()) {
    facts.push_back({"begins with", recipe.network.weights});
  }
  for (std::size_t i = 0; i < recipe.stages.size(); ++i) {
    facts.push_back({fmt::format("stage {}", i + 1), stage_text(recipe.stages[i])});
  }
  return facts;
}

}  // namespace chestlens
