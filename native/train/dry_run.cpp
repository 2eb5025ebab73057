#include "train/dry_run.hpp"

#include "data/manifest.hpp"
#include "io/atomic_file.hpp"
#include "io/guarded.hpp"
#include "io/text.hpp"
#include "learn/device.hpp"
#include "learn/recipe_split.hpp"
#include "networks/classifier.hpp"
#include "recipe/pretraining.hpp"
#include "train/dry_run_stages.hpp"
#include "train/folder_rule.hpp"
#include "train/opening.hpp"
#include "train/run_changes.hpp"
#include "train/run_films.hpp"
#include "train/scaled_stages.hpp"
#include "train/start_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

std::string films_by_class(const Manifest& manifest, std::span<const std::size_t> films) {
  std::string text;
  for (std::size_t c = 0; c < manifest.classes.size(); ++c) {
    const auto count = std::ranges::count_if(films, [&](std::size_t film) {
      const ManifestRow& row = manifest.films[film];
      return manifest.multi_label ? row.labels[c] == 1.0F : row.class_index == static_cast<int>(c);
    });
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", manifest.classes[c], count);
  }
  return text;
}

void say_films(const RunFilms& films, const Reporter& reporter) {
  const std::pair<const char*, const std::vector<std::size_t>&> parts[] = {
      {"training films", films.split.train},
      {"validation films", films.split.validation},
      {"test films, not used", films.split.test}};
  for (const auto& [name, part] : parts) {
    reporter.say(
        fmt::format("{}: {} ({})", name, part.size(), films_by_class(films.manifest, part)));
  }
}

/// The films as the run would have them.
Result<RunFilms> films_of(Manifest manifest, const Recipe& recipe, const TrainOptions& options,
                          bool resumes) {
  if (resumes) {
    return films_to_resume(RunFiles(options.run_folder).split, std::move(manifest), options);
  }
  if (!options.from_run.empty()) {
    return films_to_resume(RunFiles(options.from_run).split, std::move(manifest), options);
  }
  CHESTLENS_TRY(auto split, recipe_split(manifest, recipe.data));
  return RunFilms{std::move(manifest), std::move(split), ""};
}

Status say_where_it_resumes(const Recipe& recipe, const Manifest& manifest,
                            const TrainOptions& options) {
  CHESTLENS_TRY(const auto head, read_checkpoint_head(RunFiles(options.run_folder).checkpoint));
  const RunIdentity now{recipe.text, manifest.classes,  options.epochs_scale,
                        "",          recipe.train.seed, options.group->placement().ranks};
  CHESTLENS_TRY(const auto changes,
                resume_changes(head.identity, now, head.state, recipe.data.multi_label));
  CHESTLENS_CHECK(
      with_context(check_changes(changes, options.allow_changes), options.run_folder.string()));
  const auto stages = scaled_stages(recipe, options.epochs_scale);
  options.reporter.say(
      static_cast<std::size_t>(head.state.stage) >= stages.size()
          ? std::string("is finished: nothing is left to train of the stages below")
          : fmt::format("resumes in epoch {}, after batch {} of it; all stages are listed",
                        head.state.epoch + 1, head.state.batch));
  return {};
}

Status say_training(const Recipe& recipe, const TrainOptions& options) {
  CHESTLENS_TRY(const auto resumes, has_begun(options));
  if (resumes && !options.resume) {
    return fail(ErrorCode::invalid_argument,
                "holds a run already; give --resume to go on with it, or another --run",
                options.run_folder.string());
  }
  if (!resumes) CHESTLENS_CHECK(check_may_begin(options.run_folder, recipe));
  CHESTLENS_TRY(auto manifest,
                load_manifest(options.data_folder, {.classes = recipe.data.classes,
                                                    .multi_label = recipe.data.multi_label}));
  report_notices(manifest, options.reporter);
  if (resumes) CHESTLENS_CHECK(say_where_it_resumes(recipe, manifest, options));
  CHESTLENS_TRY(const auto films, films_of(std::move(manifest), recipe, options, resumes));
  CHESTLENS_TRY(const auto classifier, new_classifier(recipe, films.manifest, options));
  Recipe without_films = recipe;  // restored norms would read a thousand of them
  without_films.network.restore_norms = false;
  if (!resumes && options.from_run.empty()) {
    CHESTLENS_CHECK(
        load_start_weights(classifier, without_films, films.manifest, films.split.train, options));
  }
  const Placement& placement = options.group->placement();
  Computing computing =
      new_computing(recipe.train, options.device, films.manifest, films.split.train, classifier);
  computing.rank = placement.rank;
  computing.ranks = placement.ranks;
  Learner learner = new_learner(classifier, recipe.train, computing);
  options.reporter.say(fmt::format(
      "{}: {} with {:.2f} M parameters; {} on {}, {}, {} process{}", recipe.title,
      recipe.network.name, static_cast<double>(parameter_count(classifier)) / 1e6,
      choose_precision(recipe.train.precision, options.device).description, options.device.str(),
      counted(static_cast<std::uint64_t>(options.threads), "thread"), placement.ranks,
      placement.ranks == 1 ? "" : "es"));
  say_films(films, options.reporter);
  return say_stages(recipe, films, learner, computing, options);
}

Status say_all(const Recipe& recipe, const TrainOptions& options) {
  report_notices(recipe, options.reporter);
  CHESTLENS_TRY(const auto pretrains, pretrains_first(recipe, options));
  if (pretrains) {
    TrainOptions pretraining = options;
    pretraining.data_folder = options.pretraining_data;
    pretraining.run_folder = pretraining_folder(options.run_folder);
    options.reporter.say("pretraining on " + options.pretraining_data.string());
    CHESTLENS_CHECK(say_training(pretraining_recipe(recipe), pretraining));
    options.reporter.say("then, with the pretrained body");
  }
  return say_training(recipe.pretraining ? task_recipe(recipe, "") : recipe, options);
}

}  // namespace

Status dry_run(const Recipe& recipe, const TrainOptions& options) {
  return guarded("dry run", [&] { return say_all(recipe, options); });
}

}  // namespace chestlens
