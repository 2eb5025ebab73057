#pragma once

#include "trust/depth_features.hpp"

#include <chestlens/error.hpp>

#include <functional>
#include <string>
#include <vector>

namespace chestlens::bench {

/// What a network says of some pictures.
struct Features {
  DepthFeatures depths;
  Rows logits;
};

struct FittingFilms {
  Features training;
  std::vector<int> training_classes;
  std::vector<int> training_sources;
  Features validation;
  Features damaged;
};

/// A way to tell how unlike the training films pictures are: the farther, the larger.
struct Method {
  std::string name;
  std::function<std::vector<double>(const Features&)> scores;
};

/// Softmax (Hendrycks 2017), energy (Liu 2020), ViM (Wang 2022), CORE (Yang 2026), the 50th nearest
/// neighbour (Sun 2022), Mahalanobis by class (Lee 2018), of the last features and of all depths,
/// and chestlens' own (fit_trust), with every film and with every source counting the same. Errors:
/// those of fit_trust.
Result<std::vector<Method>> fit_methods(const FittingFilms& films, int threads);

/// fit_trust's alone. Errors: those of fit_trust.
Result<Method> fit_own(const FittingFilms& films, int threads);

/// The largest of several, each divided by its 95 % limit on validation films.
Method farthest_of(std::string name, const std::vector<Method>& methods,
                   const Features& validation);

/// The score that 95 of 100 do not pass.
double limit_of(std::vector<double> scores);

}  // namespace chestlens::bench
