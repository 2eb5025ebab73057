#include "report/evaluate_models.hpp"

#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"
#include "evaluate/bundle_evaluation.hpp"
#include "io/atomic_file.hpp"
#include "report/audit.hpp"
#include "report/border_probe.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace chestlens {
namespace {

/// What all rows are measured with.
struct StudyFilms {
  RunData data;
  std::span<const std::size_t> films;
  Evaluation border;
  const Reporter& reporter;
};

Result<std::vector<EvaluatedBundle>> evaluate_bundles(const EvaluateModelsOptions& options,
                                                      const Catalog& catalog,
                                                      const Reporter& reporter) {
  std::vector<EvaluatedBundle> bundles;
  for (const CatalogModel& model : catalog.models) {
    CHESTLENS_TRY(auto bundle,
                  evaluate_bundle(options.models / model.name, options.data, options.part,
                                  options.threads, options.cache_folder, reporter));
    bundles.push_back(std::move(bundle));
    CHESTLENS_CHECK(check_same_films(bundles.front(), bundles.back()));
  }
  return bundles;
}

/// Bytes of the files that the card lists; the card itself grows with what is measured.
std::int64_t bundle_bytes(const Card& card) {
  std::int64_t bytes = 0;
  for (const FileDigest& digest : card.files) bytes += digest.bytes;
  return bytes;
}

Result<StudyRow> row_of_model(const EvaluatedBundle& bundle, const StudyFilms& study_films) {
  CHESTLENS_TRY(auto probe, probe_sources(bundle.features, study_films.data.manifest,
                                          study_films.films, study_films.reporter));
  const Audit audit{
      .sources = source_scores(bundle.evaluation, study_films.data.manifest, study_films.films),
      .probe = std::move(probe)};
  return StudyRow{.name = bundle.card.name,
                  .title = bundle.card.title,
                  .parameters = bundle.card.parameters,
                  .multiply_adds = bundle.card.multiply_adds,
                  .bytes = bundle_bytes(bundle.card),
                  .evaluation = bundle.evaluation,
                  .audit = sentences(audit, study_films.border)};
}

Result<const EvaluatedBundle*> find_bundle(const std::vector<EvaluatedBundle>& bundles,
                                           const std::string& name) {
  const auto found = std::ranges::find(
      bundles, name, [](const EvaluatedBundle& bundle) -> auto& { return bundle.card.name; });
  if (found != bundles.end()) return &*found;
  return fail(ErrorCode::not_found, "is a member of an ensemble and no model of the catalog", name);
}

Result<StudyRow> row_of_ensemble(const CatalogEnsemble& ensemble,
                                 const std::vector<EvaluatedBundle>& bundles,
                                 const StudyFilms& study_films) {
  StudyRow row{.name = ensemble.name, .title = ensemble.title, .evaluation = {}, .audit = {}};
  std::vector<WeightedBundle> members;
  std::vector<torch::Tensor> features;
  for (const CatalogMember& member : ensemble.members) {
    CHESTLENS_TRY(const EvaluatedBundle* bundle, find_bundle(bundles, member.model));
    row.parameters += bundle->card.parameters;
    row.multiply_adds += bundle->card.multiply_adds;
    row.bytes += bundle_bytes(bundle->card);
    members.push_back({*bundle, member.weight});
    features.push_back(bundle->features);
  }
  CHESTLENS_TRY(row.evaluation, evaluate_ensemble(members, ensemble.temperature, study_films.data,
                                                  study_films.reporter));
  CHESTLENS_TRY(auto probe, probe_sources(torch::cat(features, 1), study_films.data.manifest,
                                          study_films.films, study_films.reporter));
  row.audit = sentences(
      {.sources = source_scores(row.evaluation, study_films.data.manifest, study_films.films),
       .probe = std::move(probe),
       .probed = "its members' features together"},
      study_films.border);
  return row;
}

/// `list` with the evaluation's metrics first, in the place of older ones of the same part.
std::vector<MeasuredMetric> with_metrics(std::vector<MeasuredMetric> list,
                                         const Evaluation& evaluation) {
  const std::string part = to_string(evaluation.part);
  auto metrics = measured_metrics(evaluation);
  std::set<std::string> names;
  for (const MeasuredMetric& metric : metrics) names.insert(metric.name);
  std::erase_if(list, [&](const MeasuredMetric& metric) {
    return metric.measured_on.starts_with(part) && names.contains(metric.name);
  });
  metrics.insert(metrics.end(), list.begin(), list.end());
  return metrics;
}

/// Puts a row's metrics and audit into a card or into a catalog's ensemble.
template <typename Entry>
void enter_row(Entry& entry, const StudyRow& row) {
  entry.metrics = with_metrics(std::move(entry.metrics), row.evaluation);
  entry.audit = row.audit;
}

}  // namespace

Result<EvaluatedModels> evaluate_models(const EvaluateModelsOptions& options,
                                        const Reporter& reporter) {
  CHESTLENS_TRY(auto catalog, read_catalog(options.models));
  CHESTLENS_TRY(const auto bundles, evaluate_bundles(options, catalog, reporter));
  const Card& first = bundles.front().card;
  CHESTLENS_TRY(auto data, load_card_data(first, options.data));
  data.cache_folder = options.cache_folder;
  CHESTLENS_TRY(const auto films, films_of(data, options.part));
  CHESTLENS_TRY(auto border,
                probe_border(data, first.input, options.part, options.threads, reporter));
  const StudyFilms study_films{data, films, std::move(border), reporter};

  EvaluatedModels evaluated{
      .study = {.rows = {}, .counts = count_classes(data)}, .cards = {}, .catalog = {}};
  for (const EvaluatedBundle& bundle : bundles) {
    CHESTLENS_TRY(auto row, row_of_model(bundle, study_films));
    enter_row(evaluated.cards.emplace_back(bundle.card), row);
    evaluated.study.rows.push_back(std::move(row));
  }
  for (CatalogEnsemble& ensemble : catalog.ensembles) {
    CHESTLENS_TRY(auto row, row_of_ensemble(ensemble, bundles, study_films));
    enter_row(ensemble, row);
    evaluated.study.rows.push_back(std::move(row));
  }
  evaluated.catalog = std::move(catalog);
  return evaluated;
}

Status write_evaluated_models(const std::filesystem::path& models,
                              const EvaluatedModels& evaluated) {
  for (const Card& card : evaluated.cards) {
    CHESTLENS_CHECK(write_file_atomic(models / card.name / card_file, to_json(card)));
  }
  return write_catalog(models, evaluated.catalog);
}

}  // namespace chestlens
