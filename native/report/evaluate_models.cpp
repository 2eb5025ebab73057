#include "report/evaluate_models.hpp"

#include "bundle/catalog.hpp"
#include "evaluate/bundle_evaluation.hpp"
#include "io/atomic_file.hpp"
#include "report/audit.hpp"
#include "report/border_probe.hpp"
#include "report/write_study.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

/// What all rows are measured with.
struct StudyFilms {
  RunData data;
  std::span<const std::size_t> films;
  Evaluation border;
  const Reporter& reporter;
};

Result<std::vector<EvaluatedBundle>> evaluate_all(const EvaluateModels& options,
                                                  const Catalog& catalog) {
  std::vector<EvaluatedBundle> bundles;
  for (const CatalogModel& model : catalog.models) {
    CHESTLENS_TRY(auto scored,
                  evaluate_bundle(options.models / model.name, options.data, options.part,
                                  options.threads, options.cache_folder, options.reporter));
    if (!bundles.empty()) {
      CHESTLENS_CHECK(check_same_films(bundles.front(), scored));
    }
    bundles.push_back(std::move(scored));
  }
  return bundles;
}

/// Of the files that the card lists; the card itself grows with what is measured.
std::int64_t bundle_bytes(const Card& card) {
  std::int64_t bytes = 0;
  for (const FileDigest& digest : card.files) bytes += digest.bytes;
  return bytes;
}

Result<StudyRow> row_of(const EvaluatedBundle& bundle, const StudyFilms& study_films) {
  CHESTLENS_TRY(auto probe, probe_sources(bundle.features, study_films.data.manifest,
                                          study_films.films, study_films.reporter));
  const Audit audit{
      .sources = source_scores(bundle.evaluation, study_films.data.manifest, study_films.films),
      .probe = std::move(probe)};
  return StudyRow{bundle.card.name,
                  bundle.card.title,
                  bundle.card.parameters,
                  bundle.card.multiply_adds,
                  bundle_bytes(bundle.card),
                  bundle.evaluation,
                  sentences(audit, study_films.border)};
}

Result<StudyRow> row_of(const CatalogEnsemble& ensemble,
                        const std::vector<EvaluatedBundle>& bundles,
                        const StudyFilms& study_films) {
  StudyRow row{ensemble.name, ensemble.title, 0, 0, 0, {}, {}};
  std::vector<WeightedBundle> members;
  std::vector<torch::Tensor> features;
  for (const CatalogMember& member : ensemble.members) {
    const auto bundle = std::ranges::find_if(
        bundles, [&](const EvaluatedBundle& scored) { return scored.card.name == member.model; });
    row.parameters += bundle->card.parameters;
    row.multiply_adds += bundle->card.multiply_adds;
    row.bytes += bundle_bytes(bundle->card);
    members.push_back({*bundle, member.weight});
    features.push_back(bundle->features);
  }
  CHESTLENS_TRY(auto evaluation, evaluate_ensemble(members, ensemble.temperature, study_films.data,
                                                   study_films.reporter));
  row.evaluation = std::move(evaluation);
  CHESTLENS_TRY(auto probe, probe_sources(torch::cat(features, 1), study_films.data.manifest,
                                          study_films.films));
  row.audit = sentences(
      {.sources = source_scores(row.evaluation, study_films.data.manifest, study_films.films),
       .probe = std::move(probe),
       .probed = "its members' features together"},
      study_films.border);
  return row;
}

/// `list` with the row's metrics in the place of older ones of the same part.
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

Status write_cards(const EvaluateModels& options, Catalog catalog,
                   const std::vector<EvaluatedBundle>& bundles, const Study& study) {
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    Card card = bundles[i].card;
    card.metrics = with_metrics(std::move(card.metrics), study.rows[i].evaluation);
    card.audit = study.rows[i].audit;
    CHESTLENS_CHECK(write_file_atomic(options.models / card.name / "model.json", to_json(card)));
  }
  for (std::size_t i = 0; i < catalog.ensembles.size(); ++i) {
    CatalogEnsemble& ensemble = catalog.ensembles[i];
    const StudyRow& row = study.rows[bundles.size() + i];
    ensemble.metrics = with_metrics(std::move(ensemble.metrics), row.evaluation);
    ensemble.audit = row.audit;
  }
  return write_catalog(options.models, catalog);
}

}  // namespace

Status evaluate_models(const EvaluateModels& options) {
  CHESTLENS_TRY(const auto catalog, read_catalog(options.models));
  CHESTLENS_TRY(const auto bundles, evaluate_all(options, catalog));
  const Card& first = bundles.front().card;
  CHESTLENS_TRY(auto data, load_card_data(first, options.data));
  data.cache_folder = options.cache_folder;
  CHESTLENS_TRY(const auto films, films_of(data, options.part));
  CHESTLENS_TRY(auto border,
                probe_border(data, first.input, options.part, options.threads, options.reporter));
  const StudyFilms study_films{data, films, std::move(border), options.reporter};

  Study study{options.data.filename().string(), {}, count_classes(data)};
  for (const EvaluatedBundle& bundle : bundles) {
    CHESTLENS_TRY(auto row, row_of(bundle, study_films));
    study.rows.push_back(std::move(row));
  }
  for (const CatalogEnsemble& ensemble : catalog.ensembles) {
    CHESTLENS_TRY(auto row, row_of(ensemble, bundles, study_films));
    study.rows.push_back(std::move(row));
  }
  std::string table = to_markdown(study);
  table.pop_back();  // the reporter ends the line
  options.reporter.say(table);
  if (!options.table.empty()) {
    CHESTLENS_CHECK(write_study(options.table, study));
  }
  return options.write_cards ? write_cards(options, catalog, bundles, study) : Status();
}

}  // namespace chestlens
