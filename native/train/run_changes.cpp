#include "train/run_changes.hpp"

#include "io/text.hpp"
#include "recipe/pretraining.hpp"
#include "recipe/recipe.hpp"
#include "train/scaled_stages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

namespace chestlens {
namespace {

enum class Verdict : std::uint8_t { sound, restarts_epoch, unsound };

/// What may become of a key, or of all that begin with it; the first that fits counts.
struct KeyRule {
  std::string_view key;
  Verdict verdict = Verdict::sound;
  std::string_view reason = {};
};
constexpr KeyRule key_rules[] = {
    {"name"},
    {"title"},
    {"network.dropout"},
    {"network", Verdict::unsound, "the weights are of that network"},
    {"data", Verdict::unsound, "the films were chosen and split by it"},
    {"input", Verdict::unsound, "it has learned films that were prepared so"},
    {"train.optimizer", Verdict::unsound, "the optimizer's state is of that kind"},
    {"train.seed", Verdict::unsound, "all that is random was drawn from it"},
    {"train.batch", Verdict::restarts_epoch},
    {"train.accumulate_batches", Verdict::restarts_epoch},
    {"train.balanced_sampling", Verdict::restarts_epoch},
    {"train.balanced_by", Verdict::restarts_epoch},
    {"train"},
    {"augment"},
};

bool begins_with(std::string_view key, std::string_view start) {
  if (!key.starts_with(start)) return false;
  return key.size() == start.size() || key[start.size()] == '.' || key[start.size()] == '[';
}

/// How far the stages are.
struct Progressed {
  int stage = 0;  // under way, from 1; the one after the last where all are done
  bool begun = false;
  int best_epoch = 0;
};

/// `field` of a stage, from 1.
ResumeChange stage_change(KeyChange change, int stage, std::string_view field,
                          const Progressed& at) {
  if (stage < at.stage) {
    return {std::move(change),
            fmt::format("stage {} is done; add a stage after the last, or begin a new run with "
                        "--from",
                        stage)};
  }
  if (stage > at.stage || !at.begun) return {std::move(change)};
  if (field == "size_pixels" || field == "frozen" || field == "retrain_last_layer") {
    return {std::move(change), fmt::format("stage {} is under way", stage)};
  }
  return {std::move(change), "", field == "batch"};
}

ResumeChange fine_tune_change(KeyChange change, std::string_view field, const Progressed& at) {
  if (at.stage == 1 && !at.begun) return {std::move(change)};
  if (field == "size_pixels" || (field == "frozen_epochs" && at.stage > 1)) {
    return {std::move(change), "the stages of fine_tune are under way"};
  }
  return stage_change(std::move(change), 2, field, at);
}

/// The number in "stage[2].epochs" and what follows it; 0 where there is none.
std::pair<int, std::string_view> stage_and_field(std::string_view key) {
  const std::size_t open = key.find('['), close = key.find("].");
  if (open == std::string_view::npos || close == std::string_view::npos) return {0, {}};
  int stage = 0;
  std::from_chars(key.data() + open + 1, key.data() + close, stage);
  return {stage, key.substr(close + 2)};
}

ResumeChange key_change(KeyChange change, const Progressed& at, bool multi_label) {
  const std::string pretraining = "pretraining.";
  std::string key = change.key;
  if (begins_with(key, "pretraining")) {
    if (!multi_label) return {std::move(change), "the pretraining is done"};
    key = key.substr(std::min(key.size(), pretraining.size()));
  } else if (multi_label && (begins_with(key, "stage") || begins_with(key, "fine_tune"))) {
    return {std::move(change)};  // of the task, which comes later
  }
  if (begins_with(key, "stage")) {
    const auto [stage, field] = stage_and_field(key);
    if (stage > 0) return stage_change(std::move(change), stage, field, at);
  }
  if (begins_with(key, "fine_tune")) {
    return fine_tune_change(std::move(change), std::string_view(key).substr(key.find('.') + 1), at);
  }
  const auto is_zero = [](const std::string& value) { return value.empty() || value == "0"; };
  if (key == "train.ema_decay" && is_zero(change.before) != is_zero(change.after)) {
    return {std::move(change), "the weights were not averaged from the beginning alike"};
  }
  if (key == "train.source_adversary" && is_zero(change.before) != is_zero(change.after)) {
    return {std::move(change), "the source head was not trained from the beginning alike"};
  }
  const auto by_group = [](const std::string& value) {
    return value.find("group_dro") != std::string::npos;
  };
  if (key == "train.loss" && by_group(change.before) != by_group(change.after)) {
    return {std::move(change), "the groups' weights were not kept from the beginning alike"};
  }
  if (key == "train.keep_best" && at.best_epoch > 0) {
    return {std::move(change), "the best epoch so far was chosen by it"};
  }
  for (const KeyRule& rule : key_rules) {
    if (!begins_with(key, rule.key)) continue;
    if (rule.verdict == Verdict::unsound) return {std::move(change), std::string(rule.reason)};
    return {std::move(change), "", rule.verdict == Verdict::restarts_epoch};
  }
  return {std::move(change), "what it would change is not known"};
}

/// The recipe of a run or of its pretraining.
Result<Recipe> recipe_of(const std::string& text, bool multi_label) {
  CHESTLENS_TRY(auto recipe, parse_recipe(text, "recipe.toml"));
  if (multi_label && recipe.pretraining) recipe = pretraining_recipe(recipe);
  return recipe;
}

ResumeChange processes_change(const RunIdentity& began, const RunIdentity& now,
                              const TrainingState& state) {
  ResumeChange change{
      {"another number of processes", std::to_string(began.ranks), std::to_string(now.ranks)}};
  if (state.batch > 0) {
    change.refusal = fmt::format("they share the epoch under way; end it with {}", began.ranks);
  }
  return change;
}

/// The change that gave a stage, from 1, fewer epochs.
ResumeChange& change_of_epochs(std::vector<ResumeChange>& changes, std::size_t stage) {
  const auto is_it = [stage](const ResumeChange& found) {
    const std::string& key = found.change.key;
    return key == "--epochs-scale" || key == fmt::format("stage[{}].epochs", stage) ||
           key.ends_with("fine_tune.epochs") || key.ends_with("fine_tune.frozen_epochs");
  };
  const auto found = std::ranges::find_if(changes, is_it);
  return found == changes.end() ? changes.back() : *found;
}

std::string shown(const ResumeChange& found) {
  const auto value = [](const std::string& text) { return text.empty() ? "not given" : text; };
  const auto& [key, before, after] = found.change;
  std::string text = fmt::format("{}: {} then, {} now", key, value(before), value(after));
  if (!found.refusal.empty()) text += " (" + found.refusal + ")";
  return text;
}

}  // namespace

Result<std::vector<ResumeChange>> resume_changes(const RunIdentity& began, const RunIdentity& now,
                                                 const TrainingState& state, bool multi_label) {
  CHESTLENS_TRY(const auto values_then, recipe_values(began.recipe));
  CHESTLENS_TRY(const auto values_now, recipe_values(now.recipe));
  const bool is_under_way = state.epoch_in_stage > 0 || state.batch > 0;
  const Progressed at{state.stage + 1, is_under_way, state.best_epoch};
  std::vector<ResumeChange> changes;
  for (KeyChange& change : changed_keys(values_then, values_now)) {
    changes.push_back(key_change(std::move(change), at, multi_label));
  }
  if (began.classes != now.classes) {
    changes.push_back({{"the data set's classes", joined(began.classes), joined(now.classes)},
                       "the network's outputs are these classes"});
  }
  if (began.seed != now.seed) {
    changes.push_back({{"--seed", std::to_string(began.seed), std::to_string(now.seed)},
                       "all that is random was drawn from it"});
  }
  if (began.epochs_scale != now.epochs_scale) {
    changes.push_back({{"--epochs-scale", fmt::format("{}", began.epochs_scale),
                        fmt::format("{}", now.epochs_scale)}});
  }
  if (began.ranks != now.ranks) changes.push_back(processes_change(began, now, state));
  if (changes.empty()) return changes;

  CHESTLENS_TRY(const auto recipe, recipe_of(now.recipe, multi_label));
  const std::vector<Stage> stages = scaled_stages(recipe, now.epochs_scale);
  const auto stage = static_cast<std::size_t>(state.stage);
  if (stage < stages.size() && stages[stage].epochs <= state.epoch_in_stage) {
    change_of_epochs(changes, stage + 1).refusal =
        fmt::format("stage {} would have {} epochs, of which {} are trained", stage + 1,
                    stages[stage].epochs, state.epoch_in_stage);
  }
  return changes;
}

Status check_changes(std::span<const ResumeChange> changes, bool allowed) {
  if (changes.empty()) return {};
  const bool refused = std::ranges::any_of(
      changes, [](const ResumeChange& change) { return !change.refusal.empty(); });
  if (allowed && !refused) return {};
  std::vector<std::string> list;
  for (const ResumeChange& change : changes) list.push_back(shown(change));
  return fail(ErrorCode::mismatch,
              fmt::format("has changed since this run began: {}; {}", fmt::join(list, "; "),
                          refused ? "restore it (--restore-recipe puts recipe.toml back), or begin "
                                    "a new run in another folder"
                                  : "--allow-changes goes on with it, or restore it"));
}

}  // namespace chestlens
