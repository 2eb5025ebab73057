#include "embed/embed_models.hpp"
#include "explain/explainer.hpp"
#include "model_report/model_report.hpp"
#include "trust/warned_share.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace chestlens {
namespace {

EvaluateModelsOptions evaluation_of(const ReportCall& call) {
  return {.models = call.models.models,
          .data = call.data,
          .part = call.part,
          .threads = call.threads,
          .cache_folder = call.cache_folder,
          .films_name = call.films_name,
          .recalls = {},  // a report without thresholds is one
          .validation_data = call.validation_data,
          .bundles = call.models.bundles,
          .names = call.models.names};
}

Result<MapStudy> map_films_of(const ReportCall& call, const EvaluatedModels& evaluated,
                              const Reporter& reporter) {
  EmbedCall embed{.bundles = evaluated.folders,
                  .new_films = {},
                  .data = call.data,
                  .cache_folder = call.cache_folder,
                  .external = call.part == EvaluatedPart::external};
  embed.options.threads = call.threads;
  return embed_models(embed, reporter);
}

/// The models whose answers the cases are: an ensemble of all of them, or their mean.
struct CaseModels {
  std::string title;
  std::string ensemble;              // "": none
  std::vector<float> probabilities;  // [N,C]
};

CaseModels case_models(const EvaluatedModels& evaluated) {
  const auto& rows = evaluated.study.rows;
  const std::size_t models = evaluated.cards.size();
  for (std::size_t i = 0; i < evaluated.catalog.ensembles.size(); ++i) {
    const CatalogEnsemble& ensemble = evaluated.catalog.ensembles[i];
    if (ensemble.members.size() != models) continue;
    const StudyRow& row = rows[models + i];
    return {row.title, ensemble.name, row.evaluation.scored.probabilities};
  }
  CaseModels mean{models == 1 ? rows.front().title : "the mean of the models",
                  {},
                  rows.front().evaluation.scored.probabilities};
  for (std::size_t m = 1; m < models; ++m) {
    const auto& others = rows[m].evaluation.scored.probabilities;
    std::ranges::transform(mean.probabilities, others, mean.probabilities.begin(), std::plus());
  }
  for (float& probability : mean.probabilities) probability /= static_cast<float>(models);
  return mean;
}

std::vector<NamedAnswer> answers_of(const EvaluatedModels& evaluated, const CaseModels& models) {
  const Evaluation& first = evaluated.study.rows.front().evaluation;
  const std::size_t classes = first.classes.size();
  std::vector<NamedAnswer> answers;
  for (std::size_t i = 0; i < first.scored.truth.size(); ++i) {
    const auto begin =
        std::next(models.probabilities.begin(), static_cast<std::ptrdiff_t>(i * classes));
    answers.push_back(
        {first.predictions.films[i].file,
         {first.scored.truth[i], {begin, std::next(begin, static_cast<std::ptrdiff_t>(classes))}}});
  }
  return answers;
}

std::vector<MapMethod> methods_of(const ReportCall& call, const EvaluatedModels& evaluated) {
  if (!call.films) return {};
  if (!call.methods.empty()) return call.methods;
  const bool has_evidence =
      std::ranges::all_of(evaluated.cards, [](const Card& card) { return card.format >= 2; });
  return {has_evidence ? MapMethod::hires_cam : MapMethod::grad_cam};
}

Result<ReportCases> explain_cases(const ReportCall& call, const EvaluatedModels& evaluated,
                                  const Reporter& reporter) {
  const CaseModels models = case_models(evaluated);
  CHESTLENS_TRY(const auto explainer,
                models.ensemble.empty()
                    ? open_explainer(evaluated.folders, call.threads)
                    : open_explainer(call.models.models, models.ensemble, call.threads));
  const auto methods = methods_of(call, evaluated);
  CHESTLENS_TRY(
      auto report,
      case_report(explainer, evaluated.data.manifest.folder, answers_of(evaluated, models),
                  {.methods = methods, .each = call.each, .tile_pixels = 176}, reporter));
  return ReportCases{models.title, models.ensemble, methods, std::move(report)};
}

/// How many of the scored films each model takes for unlike those of its training.
Result<std::vector<std::optional<MeasuredMetric>>> warned_of(const EvaluatedModels& evaluated,
                                                             int threads,
                                                             const Reporter& reporter) {
  std::vector<std::filesystem::path> files;
  for (const PredictedFilm& film : evaluated.study.rows.front().evaluation.predictions.films) {
    files.push_back(evaluated.data.manifest.folder / film.file);
  }
  const PictureKind films = films_of("these films", std::move(files));
  std::vector<std::optional<MeasuredMetric>> shares;
  for (const auto& folder : evaluated.folders) {
    CHESTLENS_TRY(auto share, warned_share(folder, films, threads, reporter));
    shares.push_back(std::move(share));
  }
  return shares;
}

}  // namespace

Result<ModelReport> measure_report(const ReportCall& call, const Reporter& reporter) {
  EvaluateModelsOptions options = evaluation_of(call);
  CHESTLENS_TRY(auto evaluated, evaluate_models(options, reporter));
  ModelReport report;
  report.call = call;
  report.evaluated = std::move(evaluated);
  options.recalls = call.recalls;
  report.thresholds = choose_study_thresholds(options, report.evaluated, reporter);
  report.warned = warned_of(report.evaluated, call.threads, reporter);
  report.cases = explain_cases(call, report.evaluated, reporter);
  report.map = map_films_of(call, report.evaluated, reporter);
  report.times = measure_times(report.evaluated.folders, call.timing, call.threads, reporter);
  const auto note = [&reporter](const char* part, const auto& made) {
    if (!made) reporter.note(std::string(part) + " left out: " + to_string(made.error()));
  };
  note("the thresholds are", report.thresholds);
  note("the share of these films that is warned of is", report.warned);
  note("the films by case are", report.cases);
  note("the map is", report.map);
  note("the times are", report.times);
  return report;
}

}  // namespace chestlens
