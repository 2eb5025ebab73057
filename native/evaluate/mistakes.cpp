#include "evaluate/mistakes.hpp"

#include "evaluate/scored_films.hpp"

#include <chestlens/probability.hpp>

#include <algorithm>
#include <functional>

namespace chestlens {

std::vector<Mistake> confident_mistakes(const ScoredFilms& scored, std::size_t most) {
  std::vector<Mistake> mistakes;
  for (std::size_t film = 0; film < scored.truth.size(); ++film) {
    const auto probabilities = row_of_film(scored, film);
    const int predicted = most_probable(probabilities);
    const int truth = scored.truth[film];
    if (predicted == truth) continue;
    mistakes.push_back({.film = film,
                        .truth = truth,
                        .predicted = predicted,
                        .predicted_probability = probabilities[static_cast<std::size_t>(predicted)],
                        .true_probability = probabilities[static_cast<std::size_t>(truth)]});
  }
  std::ranges::stable_sort(mistakes, std::ranges::greater(), &Mistake::predicted_probability);
  mistakes.resize(std::min(most, mistakes.size()));
  return mistakes;
}

}  // namespace chestlens
