#pragma once

#include <chestlens/metrics.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// What others published of their network on their own films.
struct PublishedScore {
  std::string title;
  std::string films;  // on which films, and where it is published
  double parameters = 0.0;
  double multiply_adds = 0.0;
  ConfusionMatrix matrix;  // in the order of the classes asked for
};

/// COVID-Net's published confusion matrix (Wang & Wong 2020, version of 2020-03-21) for a table of
/// the classes covid19, viral, bacterial and normal in any order; empty for other classes.
std::vector<PublishedScore> published_scores(const std::vector<std::string>& classes);

}  // namespace chestlens
