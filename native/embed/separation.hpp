#pragma once

#include "embed/neighbours.hpp"
#include "embed/rows.hpp"

#include <span>

namespace chestlens {

/// The mean silhouette (Rousseeuw 1987) of rows [N,D] whose groups are numbers from 0, from -1 (in
/// the wrong group) to 1 (far from all others); a row alone in its group counts as 0. Not a number
/// for fewer than two groups.
double silhouette(const Rows& rows, std::span<const int> groups, int threads);

/// The share of points of whose neighbours most are of the point's own group; of groups that are
/// equally frequent, that of the nearest neighbour among theirs.
double neighbour_accuracy(const Neighbours& neighbours, std::span<const int> groups);

/// How far a map's nearest points are neighbours in the rows, too (Venna & Kaski 2001): 1 where all
/// are among the k nearest of these. k is below half of the rows.
double trustworthiness(const Rows& rows, const Neighbours& on_map, int threads);

}  // namespace chestlens
