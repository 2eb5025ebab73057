#include "explain/cases.hpp"

#include <chestlens/probability.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace chestlens {
namespace {

struct Candidate {
  std::size_t film = 0;
  float confidence = 0.0F;
};

/// Those nearest to the median confidence first.
void sort_by_typicality(std::vector<Candidate>& films) {
  if (films.empty()) return;
  std::ranges::sort(films, {}, &Candidate::confidence);
  const float median = films[films.size() / 2].confidence;
  std::ranges::stable_sort(
      films, {}, [&](const Candidate& film) { return std::abs(film.confidence - median); });
}

}  // namespace

std::vector<CasedFilm> choose_cases(std::span<const AnsweredFilm> films, int truth, int each) {
  std::vector<Candidate> right, wrong;
  for (std::size_t i = 0; i < films.size(); ++i) {
    if (films[i].truth != truth) continue;
    const int answer = most_probable(films[i].probabilities);
    auto& side = answer == truth ? right : wrong;
    side.push_back({i, films[i].probabilities[static_cast<std::size_t>(answer)]});
  }
  std::set<std::size_t> taken;
  std::vector<CasedFilm> surest, chosen;
  const auto take = [&](const std::vector<Candidate>& from, FilmCase which,
                        std::vector<CasedFilm>& into) {
    int count = 0;
    for (const Candidate& film : from) {
      if (count == each || !taken.insert(film.film).second) continue;
      into.push_back({film.film, which});
      ++count;
    }
  };
  std::ranges::stable_sort(wrong, std::ranges::greater(), &Candidate::confidence);
  take(wrong, FilmCase::surest_wrong, surest);
  sort_by_typicality(right);
  sort_by_typicality(wrong);
  take(right, FilmCase::right, chosen);
  take(wrong, FilmCase::wrong, chosen);
  chosen.insert(chosen.end(), surest.begin(), surest.end());
  return chosen;
}

}  // namespace chestlens
