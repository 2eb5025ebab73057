#include "report/evaluate_models.hpp"

#include "bundle/bundle.hpp"
#include "bundle/bundle_map.hpp"
#include "bundle/catalog.hpp"
#include "evaluate/bundle_evaluation.hpp"
#include "evaluate/card_metrics.hpp"
#include "io/atomic_file.hpp"
#include "io/progress.hpp"
#include "report/audit.hpp"
#include "report/border_probe.hpp"
#include "report/catalog_evaluation.hpp"
#include "report/choose_models.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace chestlens {
namespace {

FilmsAtHand films_at_hand(const EvaluateModelsOptions& options, EvaluatedPart part) {
  return {.folder = options.data,
          .part = part,
          .threads = options.threads,
          .cache_folder = options.cache_folder,
          .name = options.films_name};
}

/// What all rows are measured with.
struct StudyFilms {
  const RunData& data;
  std::span<const std::size_t> films;
  std::optional<Evaluation> border;  // none where too few films that trained a model are at hand
  const Reporter& reporter;
};

/// Bytes of the files that a runtime loads; the card itself grows with what is measured.
std::int64_t bundle_bytes(const Card& card) {
  std::int64_t bytes = 0;
  for (const FileDigest& digest : card.files) {
    if (digest.file != films_file && digest.file != map_file) bytes += digest.bytes;
  }
  return bytes;
}

/// The films whose features a bundle kept.
std::vector<std::size_t> feature_films(const EvaluatedBundle& bundle,
                                       std::span<const std::size_t> films) {
  std::vector<std::size_t> kept;
  for (const std::size_t place : bundle.feature_films) kept.push_back(films[place]);
  return kept;
}

Result<StudyRow> row_of_model(const EvaluatedBundle& bundle, const StudyFilms& study_films) {
  CHESTLENS_TRY(auto probe,
                probe_sources(bundle.features, study_films.data.manifest,
                              feature_films(bundle, study_films.films), study_films.reporter));
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

Result<StudyRow> row_of_ensemble(const CatalogEnsemble& ensemble,
                                 const std::vector<EvaluatedBundle>& bundles,
                                 const StudyFilms& study_films) {
  StudyRow row{.name = ensemble.name, .title = ensemble.title, .evaluation = {}, .audit = {}};
  CHESTLENS_TRY(const auto members, members_of(ensemble, bundles));
  std::vector<torch::Tensor> features;
  for (const auto& [bundle, weight] : members) {
    row.parameters += bundle.card.parameters;
    row.multiply_adds += bundle.card.multiply_adds;
    row.bytes += bundle_bytes(bundle.card);
    features.push_back(bundle.features);
  }
  CHESTLENS_TRY(row.evaluation, evaluate_ensemble(members, ensemble.temperature, study_films.data,
                                                  study_films.reporter));
  CHESTLENS_TRY(auto probe, probe_sources(torch::cat(features, 1), study_films.data.manifest,
                                          feature_films(members.front().bundle, study_films.films),
                                          study_films.reporter));
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
  if (options.part == EvaluatedPart::external) return std::nullopt;
  CHESTLENS_TRY(auto border, probe_border(data, input, options.part, options.threads, reporter));
  return std::optional(std::move(border));
}

Result<std::vector<ModelDifferences>> compare_rows(const std::vector<StudyRow>& rows,
                                                   const Reporter& reporter) {
  if (rows.size() < 2) return std::vector<ModelDifferences>{};
  std::vector<ScoredFilms> models;
  for (const StudyRow& row : rows) models.push_back(row.evaluation.scored);
  BootstrapOptions bootstrap;
  Progress progress(reporter, "differences", bootstrap.draws, "draws");
  bootstrap.after_draw = [&progress] { progress.advance(); };
  return compare_models(models, bootstrap);
}

/// Puts a row's metrics and audit into a card or into a catalog's ensemble.
template <typename Entry>
void enter_row(Entry& entry, const StudyRow& row) {
  entry.metrics = with_metrics(std::move(entry.metrics), row.evaluation);
  if (row.evaluation.part != EvaluatedPart::external) entry.audit = row.audit;
}

}  // namespace

Result<EvaluatedModels> evaluate_models(const EvaluateModelsOptions& options,
                                        const Reporter& reporter) {
  CHESTLENS_TRY(auto chosen, choose_models({options.models, options.bundles, options.names}));
  Catalog& catalog = chosen.catalog;
  CHESTLENS_TRY(auto at_hand,
                evaluate_bundles(chosen.folders, films_at_hand(options, options.part), reporter));
  const auto& [bundles, data] = at_hand;
  CHESTLENS_CHECK(drop_changed(catalog, bundles, reporter));
  CHESTLENS_TRY(const auto films, films_of(data, options.part));
  CHESTLENS_TRY(auto border, probe_border_of(data, bundles.front().card.input, options, reporter));
  const StudyFilms study_films{data, films, std::move(border), reporter};

  EvaluatedModels evaluated{.study = {.rows = {}, .parts = count_parts(data, options.part)},
                            .cards = {},
                            .catalog = {},
                            .folders = {},
                            .data = {}};
  for (const EvaluatedBundle& bundle : bundles) {
    CHESTLENS_TRY(auto row, row_of_model(bundle, study_films));
    Card& card = evaluated.cards.emplace_back(bundle.card);
    enter_row(card, row);
    const bool is_external = options.part == EvaluatedPart::external;
    if (card.provenance && !is_external) card.provenance->model_sha256 = model_sha256(card);
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
  evaluated.folders = std::move(chosen.folders);
  evaluated.data = std::move(at_hand.data);
  CHESTLENS_TRY(evaluated.study.thresholds, choose_study_thresholds(options, evaluated, reporter));
  return evaluated;
}

Result<std::vector<ThresholdRow>> choose_study_thresholds(const EvaluateModelsOptions& options,
                                                          const EvaluatedModels& evaluated,
                                                          const Reporter& reporter) {
  if (options.recalls.empty()) return std::vector<ThresholdRow>{};
  FilmsAtHand films = films_at_hand(options, EvaluatedPart::validation);
  if (!options.validation_data.empty()) films.folder = options.validation_data;
  CHESTLENS_TRY(const auto at_hand, evaluate_bundles(evaluated.folders, films, reporter));
  CHESTLENS_TRY(const auto validation, evaluations_of(at_hand, evaluated.catalog, reporter));
  const auto& rows = evaluated.study.rows;
  std::vector<ThresholdRow> thresholds;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHESTLENS_TRY(const auto chosen, choose_thresholds({rows[i].name, rows[i].title, validation[i],
                                                        rows[i].evaluation},
                                                       options.recalls, reporter));
    thresholds.insert(thresholds.end(), chosen.begin(), chosen.end());
  }
  return thresholds;
}

Status write_evaluated_models(const std::filesystem::path& models,
                              const EvaluatedModels& evaluated) {
  for (const Card& card : evaluated.cards) CHESTLENS_CHECK(check_own_figures(card));
  for (const Card& card : evaluated.cards) {
    CHESTLENS_CHECK(write_file_atomic(models / card.name / card_file, to_json(card)));
  }
  return write_catalog(models, evaluated.catalog);
}

}  // namespace chestlens
