#include "explain/explainer.hpp"

#include "bundle/bundle.hpp"
#include "io/atomic_file.hpp"

#include <chestlens/ensemble.hpp>

#include <utility>

namespace chestlens {
namespace {

Result<HeadSession> open_head(const std::filesystem::path& bundle, int threads) {
  const auto path = bundle / model_file;
  CHESTLENS_TRY(const auto model, read_file(path));
  return HeadSession::open(model, path.string(), threads);
}

}  // namespace

Result<Explainer> open_explainer(const std::vector<std::filesystem::path>& bundles, int threads) {
  Explainer explainer;
  Predictor& together = explainer.predictor;
  for (const auto& bundle : bundles) {
    CHESTLENS_TRY(auto predictor, open_bundle(bundle, {.threads = threads}));
    together.name += (together.name.empty() ? "" : " and ") + predictor.name;
    together.members.push_back(std::move(predictor.members.front()));
    CHESTLENS_CHECK(check_members(together.members.front().card, together.members.back().card));
    CHESTLENS_TRY(auto head, open_head(bundle, threads));
    explainer.heads.push_back(std::move(head));
  }
  if (!bundles.empty()) return explainer;
  return fail(ErrorCode::invalid_argument, "no bundle is named");
}

Result<Explainer> open_explainer(const std::filesystem::path& models, const std::string& name,
                                 int threads) {
  CHESTLENS_TRY(auto predictor, open_catalog_entry(models, name, {.threads = threads}));
  Explainer explainer{std::move(predictor), {}};
  for (const PredictorMember& member : explainer.predictor.members) {
    CHESTLENS_TRY(auto head, open_head(models / member.card.name, threads));
    explainer.heads.push_back(std::move(head));
  }
  return explainer;
}

}  // namespace chestlens
