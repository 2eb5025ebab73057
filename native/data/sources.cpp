#include "data/sources.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace chestlens {
namespace {

using Counts = std::map<std::int64_t, std::size_t>;  // films by source

std::int64_t largest(const Counts& counts) {
  return std::ranges::max_element(counts, {}, &Counts::value_type::second)->first;
}

}  // namespace

FilmSources film_sources(const Manifest& manifest, std::span<const std::size_t> films) {
  std::set<std::string> names;
  for (const ManifestRow& film : manifest.films) names.insert(film.source);
  FilmSources sources{{names.begin(), names.end()}, {}};
  std::map<int, Counts> of_class;
  for (const std::size_t film : films) {
    const ManifestRow& row = manifest.films[film];
    const auto place = std::ranges::lower_bound(sources.names, row.source);
    sources.of_films.push_back(place - sources.names.begin());
    ++of_class[row.class_index][sources.of_films.back()];
  }
  for (std::size_t i = 0; i < films.size(); ++i) {
    const Counts& counts = of_class.at(manifest.films[films[i]].class_index);
    std::int64_t& source = sources.of_films[i];
    if (counts.at(source) < smallest_group) source = largest(counts);
  }
  return sources;
}

}  // namespace chestlens
