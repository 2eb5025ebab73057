#include "trust/warned_share.hpp"

#include "bundle/bundle.hpp"
#include "trust/depth_features.hpp"
#include "trust/fit_trust.hpp"

#include <chestlens/metrics.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace chestlens {

Result<MeasuredMetric> warned_share(const OnnxSession& session, const Card& card,
                                    const TrustModel& model, const PictureKind& pictures,
                                    int threads, const Reporter& reporter) {
  CHESTLENS_TRY(const auto features,
                depth_features(session, card.input, pictures, threads, reporter));
  CHESTLENS_TRY(const auto scores, trust_scores(model, features));
  const auto warned = std::ranges::count_if(scores, [](double score) { return score > 1.0; });
  const auto count = std::ssize(scores);
  const auto [low, high] = wilson_interval(warned, count);
  return MeasuredMetric{pictures.name, static_cast<double>(warned) / static_cast<double>(count),
                        low, high, fmt::format("{} pictures", count)};
}

Result<std::optional<MeasuredMetric>> warned_share(const std::filesystem::path& bundle,
                                                   const PictureKind& pictures, int threads,
                                                   const Reporter& reporter) {
  CHESTLENS_TRY(const auto read, read_bundle(bundle));
  if (!read.trust) return std::optional<MeasuredMetric>();
  CHESTLENS_TRY(const auto session, open_session(read, bundle, {.threads = threads}));
  CHESTLENS_TRY(auto share,
                warned_share(session, read.card, *read.trust, pictures, threads, reporter));
  return std::optional(std::move(share));
}

}  // namespace chestlens
