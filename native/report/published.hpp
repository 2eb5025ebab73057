#pragma once

#include <chestlens/assessment.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// A number of films that was not published.
inline constexpr std::int64_t unknown_films = -1;

/// Figures that others published of their network, on their own films.
struct PublishedScore {
  std::string name;
  std::string title;
  std::string films;  // which films, of which classes
  double parameters = 0.0;
  double multiply_adds = 0.0;
  Assessment assessment;  // classes as asked for; not a number where no figure is at hand
};

/// COVID-Net's published figures (four classes with their confusion matrix, three classes, CXR-2)
/// for a table of the classes covid19, viral, bacterial and normal in any order; empty for other
/// classes.
std::vector<PublishedScore> published_scores(const std::vector<std::string>& classes);

}  // namespace chestlens
