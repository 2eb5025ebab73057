#include "report/evaluate_models.hpp"

#include "bundle/bundle.hpp"
#include "bundle/bundle_map.hpp"
#include "bundle/catalog.hpp"
#include "evaluate/bundle_evaluation.hpp"
#include "io/atomic_file.hpp"
#include "io/progress.hpp"
#include "report/audit.hpp"
#include "report/border_probe.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace chestlens {
namespace {

/// What all rows are measured with.
struct StudyFilms {
  const RunData& data;
  std::span<const std::size_t> films;
  std::optional<Evaluation> border;  // none where too few films that trained a model are at hand
  const Reporter& reporter;
};

Result<EvaluatedBundles> evaluate_catalog(const EvaluateModelsOptions& options,
                                          const Catalog& catalog, const Reporter& reporter) {
  std::vector<std::filesystem::path> folders;
  for (const CatalogModel& model : catalog.models) folders.push_back(options.models / model.name);
  return evaluate_bundles(folders,
                          {.folder = options.data,
                           .part = options.part,
                           .threads = options.threads,
                           .cache_folder = options.cache_folder},
                          reporter);
}

/// Bytes of the files that a runtime loads; the card itself grows with what is measured.
std::int64_t bundle_bytes(const Card& card) {
  std::int64_t bytes = 0;
  for (const FileDigest& digest : card.files) {
    if (digest.file != films_file && digest.file != map_file) bytes += digest.bytes;
  }
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

/// Takes out the ensembles whose weights were chosen for another model than a member is now.
Status drop_changed(Catalog& catalog, const std::vector<EvaluatedBundle>& bundles,
                    const Reporter& reporter) {
  std::vector<CatalogEnsemble> kept;
  for (CatalogEnsemble& ensemble : catalog.ensembles) {
    std::string changed;
    for (CatalogMember& member : ensemble.members) {
      CHESTLENS_TRY(const EvaluatedBundle* bundle, find_bundle(bundles, member.model));
      if (!is_of_model(member, bundle->card)) changed = member.model;
    }
    if (changed.empty()) {
      kept.push_back(std::move(ensemble));
    } else {
      reporter.note(fmt::format(
          "ensemble {} is left out: {} is another model than the one that its weights were chosen "
          "for; chestlens ensemble makes it again",
          ensemble.name, changed));
    }
  }
  catalog.ensembles = std::move(kept);
  return {};
}

/// The border probe on the films that trained the models, where enough of them are at hand.
Result<std::optional<Evaluation>> probe_border_of(const RunData& data, const InputSpec& input,
                                                  const EvaluateModelsOptions& options,
                                                  const Reporter& reporter) {
  if (std::ssize(data.split.train) < few_films) return std::nullopt;
  CHESTLENS_TRY(auto border, probe_border(data, input, options.part, options.threads, reporter));
  return std::optional(std::move(border));
}

Result<std::vector<ModelDifferences>> compare_rows(const std::vector<StudyRow>& rows,
                                                   const Reporter& reporter) {
  std::vector<ScoredFilms> models;
  for (const StudyRow& row : rows) models.push_back(row.evaluation.scored);
  BootstrapOptions bootstrap;
  Progress progress(reporter, "differences", bootstrap.draws, "draws");
  bootstrap.after_draw = [&progress] { progress.advance(); };
  return compare_models(models, bootstrap);
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
  CHESTLENS_TRY(const auto at_hand, evaluate_catalog(options, catalog, reporter));
  const auto& [bundles, data] = at_hand;
  CHESTLENS_CHECK(drop_changed(catalog, bundles, reporter));
  CHESTLENS_TRY(const auto films, films_of(data, options.part));
  CHESTLENS_TRY(auto border, probe_border_of(data, bundles.front().card.input, options, reporter));
  const StudyFilms study_films{data, films, std::move(border), reporter};

  EvaluatedModels evaluated{
      .study = {.rows = {}, .parts = count_parts(data, options.part)}, .cards = {}, .catalog = {}};
  for (const EvaluatedBundle& bundle : bundles) {
    CHESTLENS_TRY(auto row, row_of_model(bundle, study_films));
    Card& card = evaluated.cards.emplace_back(bundle.card);
    enter_row(card, row);
    if (card.provenance) card.provenance->model_sha256 = model_sha256(card);
    evaluated.study.rows.push_back(std::move(row));
  }
  for (CatalogEnsemble& ensemble : catalog.ensembles) {
    CHESTLENS_TRY(auto row, row_of_ensemble(ensemble, bundles, study_films));
    enter_row(ensemble, row);
    for (CatalogMember& member : ensemble.members) {
      CHESTLENS_TRY(const EvaluatedBundle* bundle, find_bundle(bundles, member.model));
      member.model_sha256 = model_sha256(bundle->card);
    }
    evaluated.study.rows.push_back(std::move(row));
  }
  CHESTLENS_TRY(evaluated.study.differences, compare_rows(evaluated.study.rows, reporter));
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
