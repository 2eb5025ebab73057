#pragma once

#include "embed/rows.hpp"

#include <chestlens/bootstrap.hpp>
#include <chestlens/error.hpp>
#include <chestlens/metrics.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace chestlens {

/// Scores of N films for each of C classes, [N,C], given the films' classes.
using ClassScores = std::function<std::vector<float>(std::span<const int> classes)>;

/// How well scores tell one class from the others, beside how well they do by chance.
struct ClassArea {
  bool is_known = false;  // false: fewer than 10 films, or patients, of the class or of the others
  Estimate area;          // under the ROC curve, interval by patient (roc_area)
  double chance = 0.5;
  double chance_high = 1.0;  // what 99 of 100 draws of exchanged classes do not pass in any class
};

struct ExchangeOptions {
  int draws = 200;
  std::uint64_t seed = 42;
};

/// The area of every class, [C]. By chance: the classes of whole patients are exchanged, and the
/// scores asked again; the largest standardised area of all classes sets the limit of each
/// (Westfall & Young 1993), so that the classes together pass it once in 100 draws.
std::vector<ClassArea> class_areas(const ClassScores& scores, std::span<const int> class_of,
                                   int classes, const PatientFilms& patients,
                                   const ExchangeOptions& options = {});

/// Scores that do not depend on the classes: a network's probabilities [N,C].
ClassScores given_scores(std::vector<float> scores);

/// What a probe learns from, and what it then scores.
struct ProbeFold {
  std::vector<std::size_t> seen, scored;
};

/// Five folds; no patient on both sides of one.
std::vector<ProbeFold> patient_folds(const PatientFilms& patients);

/// A linear probe's scores of numbers [N,K]: Fisher's discriminant of each class against the others
/// in at most 64 principal directions of what is seen. Films that no fold scores have 0.
ClassScores probe_scores(const Rows& numbers, const std::vector<ProbeFold>& folds, int classes,
                         int threads);

}  // namespace chestlens
