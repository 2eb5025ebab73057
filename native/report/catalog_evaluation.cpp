#include "report/catalog_evaluation.hpp"

#include <algorithm>
#include <utility>

namespace chestlens {

Result<const EvaluatedBundle*> find_bundle(const std::vector<EvaluatedBundle>& bundles,
                                           const std::string& name) {
  const auto found = std::ranges::find(
      bundles, name, [](const EvaluatedBundle& bundle) -> auto& { return bundle.card.name; });
  if (found != bundles.end()) return &*found;
  return fail(ErrorCode::not_found, "is a member of an ensemble and no model of the catalog", name);
}

Result<std::vector<WeightedBundle>> members_of(const CatalogEnsemble& ensemble,
                                               const std::vector<EvaluatedBundle>& bundles) {
  std::vector<WeightedBundle> members;
  for (const CatalogMember& member : ensemble.members) {
    CHESTLENS_TRY(const EvaluatedBundle* bundle, find_bundle(bundles, member.model));
    members.push_back({*bundle, member.weight});
  }
  return members;
}

Result<std::vector<Evaluation>> evaluations_of(const EvaluatedBundles& evaluated,
                                               const Catalog& catalog, const Reporter& reporter) {
  std::vector<Evaluation> evaluations;
  for (const EvaluatedBundle& bundle : evaluated.bundles) evaluations.push_back(bundle.evaluation);
  for (const CatalogEnsemble& ensemble : catalog.ensembles) {
    CHESTLENS_TRY(const auto members, members_of(ensemble, evaluated.bundles));
    CHESTLENS_TRY(auto evaluation,
                  evaluate_ensemble(members, ensemble.temperature, evaluated.data, reporter));
    evaluations.push_back(std::move(evaluation));
  }
  return evaluations;
}

}  // namespace chestlens
