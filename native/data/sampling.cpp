#include "data/sampling.hpp"

#include "data/random.hpp"

#include <map>

namespace chestlens {
namespace {

/// What a seed derived from the epoch's is for.
enum Purpose : std::uint64_t { lot = 1, film = 2, order = 3 };

}  // namespace

std::vector<std::size_t> balanced_indices(std::span<const std::int64_t> labels,
                                          std::uint64_t seed) {
  std::map<std::int64_t, std::vector<std::size_t>> films_of;
  for (std::size_t i = 0; i < labels.size(); ++i) films_of[labels[i]].push_back(i);
  if (films_of.empty()) return {};
  const std::size_t share = labels.size() / films_of.size();
  const std::size_t remainder = labels.size() % films_of.size();
  const auto lots = shuffled_indices(films_of.size(), derive_seed(seed, {lot}));

  std::vector<std::size_t> drawn;
  std::size_t class_number = 0;
  for (const auto& [label, films] : films_of) {
    const std::size_t end = drawn.size() + share + (lots[class_number] < remainder ? 1 : 0);
    for (std::uint64_t round = 0; drawn.size() < end; ++round) {
      for (const std::size_t i :
           shuffled_indices(films.size(), derive_seed(seed, {film, class_number, round}))) {
        if (drawn.size() < end) drawn.push_back(films[i]);
      }
    }
    ++class_number;
  }
  std::vector<std::size_t> result;
  for (const std::size_t i : shuffled_indices(drawn.size(), derive_seed(seed, {order}))) {
    result.push_back(drawn[i]);
  }
  return result;
}

}  // namespace chestlens
