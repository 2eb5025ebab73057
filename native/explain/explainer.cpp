#include "explain/explainer.hpp"

#include "bundle/bundle.hpp"
#include "io/atomic_file.hpp"

#include <utility>

namespace chestlens {
namespace {

Result<HeadSession> open_head(const std::filesystem::path& bundle, int threads) {
  const auto path = bundle / model_file;
  CHESTLENS_TRY(const auto model, read_file(path));
  return HeadSession::open(model, path.string(), threads);
}

}  // namespace

Result<Explainer> open_explainer(const std::filesystem::path& bundle, int threads) {
  CHESTLENS_TRY(auto predictor, open_bundle(bundle, {.threads = threads}));
  CHESTLENS_TRY(auto head, open_head(bundle, threads));
  Explainer explainer{std::move(predictor), {}};
  explainer.heads.push_back(std::move(head));
  return explainer;
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
