#include "train/session.hpp"

#include "data/random.hpp"
#include "distributed/compare.hpp"
#include "distributed/synchronize.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "io/temporary.hpp"
#include "learn/class_weights.hpp"
#include "learn/device.hpp"
#include "learn/recipe_split.hpp"
#include "recipe/network_spec.hpp"
#include "train/event_log.hpp"
#include "train/rank_states.hpp"
#include "train/room.hpp"
#include "train/start_weights.hpp"
#include "train/state_json.hpp"
#include "weights/memory_layout.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

std::vector<Stage> scaled_stages(const Recipe& recipe, double epochs_scale) {
  std::vector<Stage> stages = recipe.stages;
  for (Stage& stage : stages) {
    stage.epochs = std::max(1, static_cast<int>(std::lround(stage.epochs * epochs_scale)));
  }
  return stages;
}

/// The split of a run: written when it begins, read whenever it goes on.
Result<Split> split_of_run(const Run& run, const Manifest& manifest, bool resumes) {
  const fs::path path = RunFiles(run.folder).split;
  if (resumes) return load_split(path, manifest);
  CHESTLENS_TRY(auto split, recipe_split(manifest, run.recipe.data));
  CHESTLENS_CHECK(save_split(path, manifest, split));
  return split;
}

/// The split of all ranks: rank 0 writes the split, the others read it.
Result<Split> common_split(Group& group, const Run& run, const Manifest& manifest, bool resumes) {
  const bool writes = group.placement().rank == 0;
  Result<Split> split;
  if (writes) split = split_of_run(run, manifest, resumes);
  CHESTLENS_CHECK(split);
  CHESTLENS_CHECK(wait_for_all(group));
  return writes ? split : split_of_run(run, manifest, /*resumes=*/true);
}

}  // namespace

Result<Classifier> new_classifier(const Recipe& recipe, const Manifest& manifest,
                                  const TrainOptions& options) {
  constexpr std::uint64_t weights = 0;  // a draw before any TrainingDraw
  torch::manual_seed(derive_seed(recipe.train.seed, {weights}));
  CHESTLENS_TRY(auto classifier,
                options.make_network(network_spec(recipe.network, manifest.classes.size(),
                                                  recipe.input.size_pixels)));
  classifier.module->to(options.device);
  if (!use_fastest_layout(*classifier.module, options.device)) {
    options.reporter.note(
        "note: this LibTorch computes channels-last convolutions wrongly on this machine; "
        "training in NCHW, which is slower");
  }
  return classifier;
}

Learner new_learner(Classifier classifier, const TrainRecipe& train, const Computing& computing) {
  auto optimizer = make_optimizer(classifier, train.optimizer, train.weight_decay);
  auto average = start_average(*classifier.module, train.ema_decay);
  return {std::move(classifier),
          std::move(optimizer),
          std::move(average),
          {.enabled = computing.type == torch::kHalf},
          train.clip_gradient_norm};
}

Computing new_computing(const TrainRecipe& train, c10::Device device, const Manifest& manifest,
                        std::span<const std::size_t> training_films) {
  Computing computing{device, choose_precision(train.precision, device).type, {}};
  if (train.class_weights == ClassWeights::none) return computing;
  std::vector<std::int64_t> labels;
  for (const std::size_t film : training_films) {
    labels.push_back(manifest.films[film].class_index);
  }
  computing.class_weights = class_weights(train.class_weights, torch::tensor(labels),
                                          static_cast<int>(manifest.classes.size()))
                                .to(device);
  return computing;
}

Result<bool> has_begun(const TrainOptions& options) {
  std::error_code ignored;
  return agree(*options.group, fs::exists(RunFiles(options.run_folder).checkpoint, ignored));
}

Result<Session> open_session(const Recipe& recipe, const TrainOptions& options) {
  const RunFiles files(options.run_folder);
  Group& group = *options.group;
  const bool first = group.placement().rank == 0;
  CHESTLENS_TRY(const auto resumes, has_begun(options));
  if (resumes && !options.resume) {
    return fail(ErrorCode::invalid_argument,
                "holds a run already; give --resume to go on with it, or another --run",
                options.run_folder.string());
  }
  CHESTLENS_TRY(auto manifest,
                load_manifest(options.data_folder, {.classes = recipe.data.classes,
                                                    .multi_label = recipe.data.multi_label}));
  report_notices(manifest, options.reporter);

  Run run{options.run_folder, options.data_folder, manifest.classes, recipe};
  if (first) {
    for (const fs::path& file : {files.description, files.recipe, files.split, files.checkpoint,
                                 files.best, files.log, files.events}) {
      remove_leftovers(file);
    }
  }
  CHESTLENS_TRY(auto split, common_split(group, run, manifest, resumes));
  CHESTLENS_TRY(const auto split_text, read_text(files.split));
  CHESTLENS_CHECK(compare_on_ranks(group, {{"split.csv of --run", split_text}}));
  Computing computing = new_computing(recipe.train, options.device, manifest, split.train);
  computing.rank = group.placement().rank;
  computing.ranks = group.placement().ranks;
  CHESTLENS_TRY(const auto classifier, new_classifier(recipe, manifest, options));
  if (first && !resumes) {
    CHESTLENS_CHECK(load_start_weights(classifier, recipe, manifest, split.train, options));
  }
  CHESTLENS_CHECK(broadcast_weights(group, *classifier.module));
  Learner learner = new_learner(classifier, recipe.train, computing);
  RunIdentity identity{recipe.text,          run.classes,
                       options.epochs_scale, sha256_hex(split_text),
                       recipe.train.seed,    computing.ranks};
  if (first) CHESTLENS_CHECK(check_room(files, learner));
  const std::vector<Stage> stages = scaled_stages(recipe, options.epochs_scale);
  TrainingState state;
  if (resumes) {
    CHESTLENS_TRY(auto stored,
                  load_checkpoint(files.checkpoint, learner, identity, computing.rank));
    CHESTLENS_CHECK(with_context(check_state(stored, stages), files.checkpoint.string()));
    state = std::move(stored);
  } else if (first) {
    CHESTLENS_CHECK(save_run(run));
  }
  options.reporter.say(std::to_string(split.train.size()) + " training and " +
                       std::to_string(split.validation.size()) + " validation films of " +
                       std::to_string(run.classes.size()) + " classes, " +
                       std::to_string(manifest.duplicates_dropped) + " duplicates dropped; " +
                       choose_precision(recipe.train.precision, options.device).description +
                       " on " + options.device.str());
  return Session{std::move(run),     std::move(manifest),  std::move(split),    stages,
                 std::move(learner), std::move(computing), std::move(identity), std::move(state),
                 options.group};
}

Status check_run_folder(const Session& session) {
  std::error_code ignored;
  if (!session.writes() || fs::exists(RunFiles(session.run.folder).description, ignored)) return {};
  return fail(ErrorCode::io,
              "was moved, removed or emptied while it trained: run.json is not there; where it was "
              "moved to, --resume goes on from its last checkpoint",
              session.run.folder.string());
}

Status save_checkpoint(const Session& session) {
  CHESTLENS_CHECK(check_run_folder(session));
  CHESTLENS_TRY(const auto ranks,
                gather_rank_states(*session.group, session.learner, session.state));
  if (!session.writes()) return {};
  for (const torch::Tensor& parameter : session.learner.classifier.module->parameters()) {
    if (torch::isfinite(parameter).all().item<bool>()) continue;
    return fail(ErrorCode::runtime,
                "the weights are not finite after batch " + std::to_string(session.state.batch) +
                    " of epoch " + std::to_string(session.state.epoch + 1) +
                    "; lower this stage's max_learning_rate (the checkpoint is of an earlier "
                    "state)",
                session.run.folder.string());
  }
  return save_checkpoint(RunFiles(session.run.folder).checkpoint, session.learner, session.state,
                         session.identity, ranks);
}

Status write_log(const Session& session) {
  if (!session.writes()) return {};
  std::string text;
  for (const std::string& line : session.state.log) text += line + "\n";
  const RunFiles files(session.run.folder);
  CHESTLENS_CHECK(write_file_atomic(files.log, text));
  return update_event_file(files.events, session.state.log);
}

}  // namespace chestlens
