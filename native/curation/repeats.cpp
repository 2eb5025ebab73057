#include "curation/repeats.hpp"

#include "data/parallel.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>

namespace chestlens {
namespace {

std::optional<Repeat> compare(std::span<const Fingerprint> films, std::size_t first,
                              std::size_t second, const RepeatOptions& options) {
  const Fingerprint& a = films[first];
  const Fingerprint& b = films[second];
  if (std::popcount(a.hash ^ b.hash) > options.max_hash_distance) return std::nullopt;
  if (a.file_digest == b.file_digest) return Repeat{first, second, RepeatKind::same_file, 1.0};
  if (a.pixel_digest == b.pixel_digest) return Repeat{first, second, RepeatKind::same_pixels, 1.0};
  const double correlation = detail_correlation(a.detail, b.detail);
  if (correlation < options.min_correlation) return std::nullopt;
  return Repeat{first, second, RepeatKind::near, correlation};
}

}  // namespace

std::vector<Repeat> find_repeats(std::span<const Fingerprint> films, const RepeatOptions& options,
                                 int threads) {
  std::vector<std::vector<Repeat>> found(films.size());
  parallel_for(films.size(), threads, [&](std::size_t first) {
    for (std::size_t second = first + 1; second < films.size(); ++second) {
      if (const auto repeat = compare(films, first, second, options)) {
        found[first].push_back(*repeat);
      }
    }
  });
  std::vector<Repeat> repeats;
  for (const auto& list : found) std::ranges::copy(list, std::back_inserter(repeats));
  return repeats;
}

std::vector<std::vector<std::size_t>> group_repeats(std::size_t films,
                                                    std::span<const Repeat> repeats) {
  std::vector<std::size_t> parent(films);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&parent](std::size_t film) {
    while (parent[film] != film) film = parent[film] = parent[parent[film]];
    return film;
  };
  for (const Repeat& repeat : repeats) {
    const std::size_t a = root(repeat.first);
    const std::size_t b = root(repeat.second);
    parent[std::max(a, b)] = std::min(a, b);
  }
  std::map<std::size_t, std::vector<std::size_t>> by_root;
  for (std::size_t film = 0; film < films; ++film) by_root[root(film)].push_back(film);
  std::vector<std::vector<std::size_t>> groups;
  for (auto& [first, group] : by_root) {
    if (group.size() > 1) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace chestlens
