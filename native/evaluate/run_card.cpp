#include "evaluate/run_card.hpp"

#include "evaluate/figures.hpp"
#include "io/atomic_file.hpp"
#include "io/build_info.hpp"
#include "io/sha256.hpp"
#include "io/text.hpp"
#include "weights/public_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace chestlens {
namespace {

/// "NC" as a word of a Creative Commons licence's name.
bool is_non_commercial(const DataSource& source) {
  return source.licence.find("-NC") != std::string::npos;
}

std::string limit_of_training(const Card& card, const RunProgress& progress) {
  return fmt::format(
      "The recipe of {} trained for {} epoch{} and ends at films of {} pixels: what is finer it "
      "does not see, and a longer training may do better.",
      card.name, progress.epochs_done, progress.epochs_done == 1 ? "" : "s",
      card.input.size_pixels);
}

std::string limit_of_temperature(const Calibration& calibration) {
  return fmt::format(
      "Its validation films do not say how sure it may be, as where all of them are right: its "
      "temperature of {:.2f} is held by a prior, and its probabilities are not calibrated.",
      calibration.temperature);
}

std::vector<std::string> limits_of(const Card& card, const Evaluation& validation,
                                   const Calibration& calibration, const RunProgress& progress) {
  std::vector<std::string> limits = {
      "For education and research. Its output is never a diagnosis.",
      "It knows only " + joined(card.classes) + "; any other finding is called one of these too.",
      "It was measured on films of the data set that trained it; films of another hospital, "
      "machine or age group may be read much worse."};
  if (validation.sources.size() > 1) {
    limits.emplace_back(
        "Its films come from several sources, and a source (age, machine, markers) may go with a "
        "class: part of its score may be telling sources apart.");
  }
  for (std::size_t c = 0; c < card.classes.size(); ++c) {
    const std::int64_t films = validation.assessment.metrics.classes[c].films;
    if (films < few_films) {
      limits.push_back("Only " + std::to_string(films) + " validation films show " +
                       card.classes[c] + ": its figures are uncertain, see the intervals.");
    }
  }
  if (std::ranges::any_of(card.training_data, is_non_commercial)) {
    limits.emplace_back(
        "Some training films are licensed for non-commercial use, which binds this model.");
  }
  if (!validation.patients_known) {
    limits.emplace_back(
        "Its films were split by film, for their patients are not known: films of one patient may "
        "have trained it and measured it, which flatters its figures.");
  }
  if (!calibration.is_determined) limits.push_back(limit_of_temperature(calibration));
  if (!progress.is_finished) {
    limits.push_back(
        fmt::format("Its training is not finished: it was exported after epoch {} of {}.",
                    progress.epochs_done, progress.epochs_planned));
  }
  if (!progress.changes.empty()) {
    limits.push_back("Its training went on with changes: " + joined(progress.changes) + ".");
  }
  limits.push_back(limit_of_training(card, progress));
  return limits;
}

/// Public weights are ImageNet's, and so are others that name it.
std::string limit_of_beginning(const BeganWith& weights) {
  const std::string text = "Its network began with " + to_text(weights) + ".";
  const bool imagenet = find_public_weights(weights.name) != nullptr ||
                        (weights.name + weights.from).find("ImageNet") != std::string::npos;
  if (!imagenet) return text;
  return text + " ImageNet's images are for research that is not commercial.";
}

Result<Provenance> provenance_of(const Run& run, const RunData& data, const RunProgress& progress,
                                 const std::string& weights_sha256) {
  CHESTLENS_TRY(const auto split, read_text(RunFiles(run.folder).split));
  const BuildInfo build = build_info();
  Provenance provenance;
  provenance.program = fmt::format("chestlens {} ({})", build.version, build.commit);
  provenance.recipe_sha256 = sha256_hex(run.recipe.text);
  provenance.weights_sha256 = weights_sha256;
  provenance.split_sha256 = sha256_hex(split);
  provenance.epochs_done = progress.epochs_done;
  provenance.epochs_planned = progress.epochs_planned;
  provenance.patients_known = data.patients_known;
  return provenance;
}

}  // namespace

Result<Card> card_of_run(const Run& run, const RunData& data, const Evaluation& validation,
                         const Calibration& calibration, const RunProgress& progress) {
  std::vector<std::size_t> films = data.split.train;
  films.insert(films.end(), data.split.validation.begin(), data.split.validation.end());

  Card card;
  card.name = run.recipe.name;
  card.title = run.recipe.title;
  card.version = "1.0";
  card.network = run.recipe.network.name;
  card.classes = run.classes;
  card.input = run.recipe.input;
  card.training_data = data_sources(data.manifest, films);
  card.recipe = run.recipe.text;
  card.metrics = measured_metrics(validation);
  std::erase_if(card.metrics, [](const MeasuredMetric& metric) {
    return metric.name == "expected calibration error";  // below, before and after
  });
  card.temperature = calibration.temperature;
  card.temperature_is_fitted = calibration.is_determined;
  const std::string part = measured_on(validation) + ", ";
  const auto add_error = [&](const Estimate& error, const std::string& how) {
    card.metrics.push_back({"expected calibration error", error.value, error.interval.low,
                            error.interval.high, part + how});
  };
  add_error(validation.assessment.calibration_error, "before the temperature");
  add_error(calibration.error, calibration.is_determined
                                   ? "with the temperature, which was fitted there"
                                   : "with the temperature, which a prior holds");
  card.limits = limits_of(card, validation, calibration, progress);
  if (run.record.began_with) card.limits.push_back(limit_of_beginning(*run.record.began_with));
  CHESTLENS_TRY(card.provenance,
                provenance_of(run, data, progress, validation.predictions.weights_sha256));
  card.intended_use =
      "Teaching and research on how neural networks read chest X-rays, and how they fail.";
  return card;
}

std::vector<StorageChange> storage_changes(const Evaluation& trained, const Evaluation& stored) {
  const auto before = named_figures(trained.assessment, trained.classes);
  const auto after = named_figures(stored.assessment, stored.classes);
  std::vector<StorageChange> changes;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::string flag = before[i].is_of_few() ? " (few films)" : "";
    changes.push_back(
        {before[i].title() + flag, before[i].estimate.value, after[i].estimate.value});
  }
  return changes;
}

Status check_storage(const Evaluation& trained, const Evaluation& stored) {
  constexpr double largest_loss = 0.002;
  const Metrics& before = trained.assessment.metrics;
  const Metrics& after = stored.assessment.metrics;
  const auto films = static_cast<double>(before.films);
  const double lost = films * (before.accuracy - after.accuracy);
  if (std::round(lost) <= std::max(1.0, std::floor(largest_loss * films))) return {};
  return fail(ErrorCode::mismatch, "with weights in float16 the accuracy falls from " +
                                       percent(before.accuracy) + " to " + percent(after.accuracy) +
                                       " %; give --storage float32 to keep them as they were "
                                       "trained");
}

}  // namespace chestlens
