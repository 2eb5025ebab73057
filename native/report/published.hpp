#pragma once

#include <chestlens/assessment.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// The number of films behind a published figure, where it is not at hand.
inline constexpr std::int64_t unknown_films = -1;

/// What others published of their network on their own films.
struct PublishedScore {
  std::string name;
  std::string title;
  std::string films;  // on which films and of which classes
  double parameters = 0.0;
  double multiply_adds = 0.0;
  Assessment assessment;  // [class] as asked for; not a number where no figure is at hand
};

/// COVID-Net's published figures (four classes with their confusion matrix, three classes, CXR-2)
/// for a table of the classes covid19, viral, bacterial and normal in any order; empty for other
/// classes.
std::vector<PublishedScore> published_scores(const std::vector<std::string>& classes);

}  // namespace chestlens
