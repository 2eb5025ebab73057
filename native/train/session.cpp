#include "train/session.hpp"

#include "data/random.hpp"
#include "data/sources.hpp"
#include "io/atomic_file.hpp"
#include "learn/class_weights.hpp"
#include "learn/device.hpp"
#include "recipe/network_spec.hpp"
#include "train/event_log.hpp"
#include "train/rank_states.hpp"
#include "weights/memory_layout.hpp"

#include <torch/torch.h>

#include <system_error>
#include <utility>

namespace chestlens {

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
  add_to_optimizer(optimizer, computing.groups, train.weight_decay);
  auto average = start_average(*classifier.module, train.ema_decay);
  return {std::move(classifier), std::move(optimizer),
          std::move(average),    {.enabled = computing.type == torch::kHalf},
          computing.groups,      train.clip_gradient_norm};
}

Computing new_computing(const TrainRecipe& train, c10::Device device, const Manifest& manifest,
                        std::span<const std::size_t> training_films, const Classifier& classifier) {
  Computing computing{device, choose_precision(train.precision, device).type};
  std::vector<std::int64_t> labels;
  for (const std::size_t film : training_films) {
    labels.push_back(manifest.films[film].class_index);
  }
  if (train.class_weights != ClassWeights::none) {
    computing.class_weights = class_weights(train.class_weights, torch::tensor(labels),
                                            static_cast<int>(manifest.classes.size()))
                                  .to(device);
  }
  if (asks_for_sources(train)) {
    const FilmSources sources = film_sources(manifest, training_films);
    computing.groups =
        new_group_terms(train, classifier, torch::tensor(labels), torch::tensor(sources.of_films),
                        static_cast<std::int64_t>(sources.names.size()), device);
  }
  return computing;
}

Status check_run_folder(const Session& session) {
  std::error_code ignored;
  if (!session.writes() ||
      std::filesystem::exists(RunFiles(session.run.folder).description, ignored))
    return {};
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
                    "; lower this stage's max_learning_rate and go on with --resume "
                    "--allow-changes (the checkpoint is of an earlier state)",
                session.run.folder.string());
  }
  return save_checkpoint(RunFiles(session.run.folder).checkpoint, session.learner, session.state,
                         session.identity, ranks);
}

Status write_log(Session& session) {
  if (!session.writes()) return {};
  std::string text;
  for (const std::string& line : session.state.log) text += line + "\n";
  const RunFiles files(session.run.folder);
  CHESTLENS_CHECK(write_file_atomic(files.log, text));
  CHESTLENS_CHECK(update_event_file(files.events, session.state.log));
  RunSession& record = session.run.record.sessions.back();
  const auto now = std::chrono::steady_clock::now();
  if (session.state.epoch > session.first_epoch) {
    const std::chrono::duration<double> seconds = now - session.epoch_began;
    if (record.epoch_seconds.emplace(session.state.epoch, seconds.count()).second) {
      session.epoch_began = now;
    }
  }
  record.ended = utc_now();
  return save_description(session.run);
}

Status close_session(Session& session, const Status& outcome) {
  if (!session.writes()) return {};
  CHESTLENS_CHECK(check_run_folder(session));
  RunSession& record = session.run.record.sessions.back();
  record.ended = utc_now();
  record.state = outcome                                          ? "finished"
                 : outcome.error().code == ErrorCode::interrupted ? "stopped"
                                                                  : "failed";
  return save_description(session.run);
}

}  // namespace chestlens
