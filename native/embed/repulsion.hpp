#pragma once

#include <chestlens/tsne.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace chestlens {

/// With q_ij = 1 / (1 + |y_i - y_j|^2): the sum of q_ij over all ordered pairs, and for each point
/// the sum over j of q_ij^2 (y_i - y_j). Neither depends on the number of threads.
struct Repulsion {
  double sum = 0.0;
  std::vector<MapPoint> forces;
};

/// All pairs, N^2 / 16 vector operations or so: the faster one below ten thousand points.
void repel_all_pairs(std::span<const MapPoint> places, int threads, Repulsion& repulsion);

/// Far cells of a quadtree as their centre (Barnes & Hut 1986; van der Maaten 2014): those that are
/// narrower than theta times their distance.
void repel_by_tree(std::span<const MapPoint> places, double theta, int threads,
                   Repulsion& repulsion);

}  // namespace chestlens
