#pragma once

#include "embed/affinities.hpp"
#include "embed/repulsion.hpp"
#include "embed/rows.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace chestlens {

/// The schedule of Belkina et al. 2019 (openTSNE's defaults): a learning rate of N over the
/// exaggeration, momentum 0.5 while the affinities are exaggerated and 0.8 after it.
struct TsneOptions {
  int early_iterations = 250;
  double early_exaggeration = 12.0;
  int iterations = 500;
  double theta = 0.5;                   // of Barnes & Hut
  std::size_t all_pairs_up_to = 8'000;  // points; more are repelled by a tree
  int threads = 1;
};

struct TsneMap {
  std::vector<MapPoint> places;
  double divergence = 0.0;  // Kullback and Leibler's, KL(p || q), by all pairs or by the tree
};

/// t-SNE (van der Maaten & Hinton 2008) from places to begin with, whose spread should be small.
/// The result is the same for any number of threads. `progress` is told of each iteration and says
/// whether to go on. Errors: invalid_argument where the counts differ; interrupted.
Result<TsneMap> tsne(const Affinities& affinities, std::vector<MapPoint> start,
                     const TsneOptions& options,
                     const std::function<bool(int iteration)>& progress = {});

/// Places to begin with: the first two of centred columns, scaled so that the first one's deviation
/// is 1e-4 (Kobak & Berens 2019), and moved by the seed by up to a hundredth of that, so that equal
/// rows part.
std::vector<MapPoint> start_places(const Rows& components, std::uint64_t seed);

/// The gradient of KL(p || q) by the places, with the p times `exaggeration`.
std::vector<MapPoint> gradient(const Affinities& affinities, std::span<const MapPoint> places,
                               const Repulsion& repulsion, double exaggeration, int threads);

/// KL(p || q) of a map; `sum` is Repulsion's.
double divergence(const Affinities& affinities, std::span<const MapPoint> places, double sum,
                  int threads);

}  // namespace chestlens
