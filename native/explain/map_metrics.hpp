#pragma once

#include <chestlens/error.hpp>
#include <chestlens/explain.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chestlens {

// What a map is worth, measured on films whose finding is known. Maps are as `as_drawn` gives them,
// masks 1 where the finding is and 0 elsewhere, both of the network's square.

/// What is above zero of a map, enlarged as it is drawn over the film.
FloatImage as_drawn(const FloatImage& map, int width_pixels, int height_pixels);

/// Pixels from the most important to the least; equal ones in an order drawn by the seed, so that
/// no corner is favoured.
std::vector<std::size_t> by_importance(const FloatImage& map, std::uint64_t seed = 1);

/// The pointing game (Zhang et al. 2018): the share of the map's highest pixels that lie in the
/// mask, which is 1 or 0 where there is one highest; 0 of a map without evidence.
double pointing_game(const FloatImage& map, const FloatImage& mask);

/// The share of the map's sum inside the mask (energy-based pointing game, Wang et al. 2020); 0 of
/// a map without evidence.
double energy_inside(const FloatImage& map, const FloatImage& mask);

/// Intersection over union of the mask and what reaches `threshold`, a share of the maximum. 0 of a
/// map without evidence.
double overlap(const FloatImage& map, const FloatImage& mask, double threshold);

/// The thresholds that overlap is tried with: 0.05 to 0.95.
std::vector<double> overlap_thresholds();

/// How a film is changed pixel by pixel in the map's order (Petsiuk et al. 2018).
enum class Perturbation : std::uint8_t {
  deletion,  // from the film to its mean grey: a good map takes the probability away early
  insertion  // from a blurred film to the film: a good map brings it back early
};

/// Mean probability of the class over `steps` + 1 films, both ends included (trapezoids).
/// Errors: those of `network` and of softmax; invalid_argument.
Result<double> perturbation_area(Perturbation kind, const FloatImage& film, const FloatImage& map,
                                 int class_index, const RunModel& network, int steps = 10);

/// The film with the pixels that are true in `removed` drawn from their neighbours: linear
/// imputation with the published weights and noise (Rong et al. 2022), so that the hole itself says
/// nothing. All removed: the mean.
FloatImage without_pixels(const FloatImage& film, const std::vector<bool>& removed,
                          std::uint64_t seed = 1);

/// ROAD (Rong et al. 2022): half the difference of the class's probability between removing the
/// least and the most important 20, 40, 60 and 80 %, on average; from -0.5 to 0.5, and 0 where the
/// order does not matter. Errors: those of `network` and of softmax.
Result<double> road(const FloatImage& film, const FloatImage& map, int class_index,
                    const RunModel& network);

/// Soft intersection over union of two maps scaled to a maximum of 1: the sum of their smaller
/// values over that of their larger. Within a class its mean over pairs of films is the C-Score
/// (arXiv 2604.08502, unweighted). 0 where one has no evidence.
double soft_overlap(const FloatImage& one, const FloatImage& other);

/// Spearman's correlation of two maps of the same size, equal values at their mean rank; 0 where
/// one is the same everywhere. For the sanity test (Adebayo et al. 2018).
double rank_correlation(const FloatImage& one, const FloatImage& other);

}  // namespace chestlens
