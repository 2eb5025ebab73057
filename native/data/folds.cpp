#include "data/folds.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace chestlens {
namespace {

/// Patients whose rarest stratum is `c`, those of most of its films first.
std::vector<std::size_t> patients_of(const std::vector<PatientGroup>& patients, std::size_t c,
                                     const std::vector<std::size_t>& rarest) {
  std::vector<std::size_t> chosen;
  for (std::size_t p = 0; p < patients.size(); ++p) {
    if (rarest_stratum(patients[p], rarest) == c) chosen.push_back(p);
  }
  std::ranges::stable_sort(chosen, std::ranges::greater{},
                           [&](std::size_t p) { return patients[p].counts[c]; });
  return chosen;
}

}  // namespace

std::vector<std::size_t> deal_folds(const std::vector<PatientGroup>& patients, std::size_t strata,
                                    std::size_t folds) {
  const std::vector<std::size_t> rarest = rarest_first(patients, strata);
  std::vector<FilmCounts> films(folds, FilmCounts(strata));  // of each fold so far
  std::vector<std::size_t> sizes(folds, 0);
  std::vector<std::size_t> fold_of(patients.size(), 0);
  std::vector<std::size_t> order(folds);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (const std::size_t c : rarest) {
    for (const std::size_t p : patients_of(patients, c, rarest)) {
      const std::size_t fold = *std::ranges::min_element(
          order, {}, [&](std::size_t f) { return std::tuple(films[f][c], sizes[f], f); });
      fold_of[p] = fold;
      sizes[fold] += patients[p].films.size();
      for (std::size_t s = 0; s < strata; ++s) films[fold][s] += patients[p].counts[s];
    }
  }
  return fold_of;
}

}  // namespace chestlens
