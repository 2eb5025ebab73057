#include "report/choose_ensemble.hpp"

#include "io/progress.hpp"
#include "io/text.hpp"
#include "report/weight_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

WeightChoice plain_average(std::size_t members) {
  const double weight = 1.0 / static_cast<double>(members);
  return {.weights = std::vector(members, weight),
          .intervals = std::vector(members, Interval{weight, weight})};
}

Result<WeightChoice> choose(const MemberPredictions& predictions, const EnsembleOptions& options,
                            const Reporter& reporter) {
  if (options.plain_average) return plain_average(predictions.members.size());
  Progress progress(reporter, "weights", options.bootstrap.draws, "draws");
  WeightOptions weights{
      .objective = options.objective, .floor = {}, .bootstrap = options.bootstrap};
  if (options.required_recall) weights.floor = options.required_recall->floor;
  weights.bootstrap.after_draw = [&progress] { progress.advance(); };
  return choose_weights(predictions, weights);
}

/// "best macro F1", "least cross entropy".
std::string words(EnsembleObjective objective) {
  std::string text(to_string(objective));
  std::ranges::replace(text, '_', ' ');
  if (text.ends_with("f1")) text.replace(text.size() - 2, 2, "F1");
  return (objective == EnsembleObjective::cross_entropy ? "least " : "best ") + text;
}

std::string how_chosen(const EnsembleOptions& options, const WeightChoice& choice,
                       const Evaluation& evaluation) {
  if (options.plain_average) {
    return "The plain average: its members weigh the same, no film chose that.";
  }
  const std::string recall = options.required_recall
                                 ? fmt::format(", with {} at least", options.required_recall->text)
                                 : std::string();
  return fmt::format(
      "Chosen for the {} on {} validation films, which no member was trained on{}{}: {:.4f} there, "
      "where equal weights give {:.4f}. The films that chose the weights flatter them; the "
      "intervals are of weights chosen on {} draws of the patients.",
      words(options.objective), evaluation.scored.truth.size(),
      evaluation.patients_known ? "" : " (split by film: patients are not known)", recall,
      choice.value, choice.value_of_average, options.bootstrap.draws);
}

std::string how_calibrated(const TemperatureFit& fit, const Evaluation& before,
                           const Evaluation& after) {
  if (!fit.is_determined) {
    return fmt::format(
        " The validation films do not say how sure it may be, as where all of them are right: a "
        "prior holds its temperature, {:.3f}.",
        fit.temperature);
  }
  return fmt::format(
      " Its temperature, {:.3f}, was fitted on the validation films: expected calibration error "
      "{} % before, {} % after. It makes their cross-entropy least, which need not lower that "
      "error.",
      fit.temperature, percent(before.assessment.calibration_error.value),
      percent(after.assessment.calibration_error.value));
}

/// Every member's limits, each once.
std::vector<std::string> limits_of(const std::vector<EvaluatedBundle>& members) {
  std::vector<std::string> limits;
  for (const EvaluatedBundle& member : members) {
    for (const std::string& limit : member.card.limits) {
      if (std::ranges::find(limits, limit) == limits.end()) limits.push_back(limit);
    }
  }
  return limits;
}

}  // namespace

Status check_draft(const EnsembleDraft& draft, const Catalog& catalog) {
  CatalogEnsemble ensemble;
  ensemble.name = draft.name;
  ensemble.title = draft.title;
  ensemble.chosen = "not yet";
  for (const std::string& name : draft.members) {
    CHESTLENS_CHECK(find_entry(catalog, name));
    ensemble.members.push_back({name, 1.0, {}});
  }
  CHESTLENS_CHECK(parse_catalog(to_json(with_ensemble(catalog, std::move(ensemble)))));
  return {};
}

Result<EvaluatedBundles> evaluate_members(const EnsembleDraft& draft, const EnsembleFilms& films,
                                          const Reporter& reporter) {
  std::vector<std::filesystem::path> folders;
  for (const std::string& name : draft.members) folders.push_back(films.models / name);
  return evaluate_bundles(folders,
                          {.folder = films.data,
                           .part = EvaluatedPart::validation,
                           .threads = films.threads,
                           .cache_folder = films.cache_folder},
                          reporter);
}

Result<ChosenEnsemble> choose_ensemble(const EnsembleDraft& draft, const EvaluatedBundles& members,
                                       const EnsembleOptions& options, const Reporter& reporter) {
  ChosenEnsemble chosen;
  CHESTLENS_TRY(chosen.predictions, member_predictions(members.bundles));
  CHESTLENS_TRY(chosen.choice, choose(chosen.predictions, options, reporter));
  const WeightChoice& choice = chosen.choice;
  CHESTLENS_TRY(const auto fit, fit_ensemble_temperature(chosen.predictions, choice.weights));

  CatalogEnsemble& ensemble = chosen.ensemble;
  std::vector<WeightedBundle> weighted;
  for (std::size_t m = 0; m < members.bundles.size(); ++m) {
    weighted.push_back({members.bundles[m], choice.weights[m]});
    ensemble.members.push_back({draft.members[m], choice.weights[m], choice.intervals[m],
                                model_sha256(members.bundles[m].card)});
  }
  CHESTLENS_TRY(const auto unscaled, evaluate_ensemble(weighted, 1.0, members.data, reporter));
  CHESTLENS_TRY(chosen.evaluation,
                evaluate_ensemble(weighted, fit.temperature, members.data, reporter));
  ensemble.name = draft.name;
  ensemble.title = draft.title;
  ensemble.limits = limits_of(members.bundles);
  ensemble.temperature = fit.temperature;
  ensemble.metrics = measured_metrics(chosen.evaluation);
  ensemble.chosen = how_chosen(options, choice, chosen.evaluation) +
                    how_calibrated(fit, unscaled, chosen.evaluation);
  return chosen;
}

Catalog with_ensemble(Catalog catalog, CatalogEnsemble ensemble) {
  std::erase_if(catalog.ensembles,
                [&](const CatalogEnsemble& older) { return older.name == ensemble.name; });
  catalog.ensembles.push_back(std::move(ensemble));
  return catalog;
}

}  // namespace chestlens
