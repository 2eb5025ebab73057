#include <fmt/format.h>
#include <viewer/explain.hpp>
#include <viewer/format.hpp>

#include <optional>
#include <utility>

namespace chestlens::viewer {
namespace {

const FloatImage* made_map(const State& state, const Film& film, MapMethod method,
                           int class_index) {
  const ExplainedMethod* maps = find_maps(state, film, method);
  const auto at = static_cast<std::size_t>(class_index);
  return maps != nullptr && at < maps->maps.maps.size() ? &maps->maps.maps[at] : nullptr;
}

}  // namespace

float unit_of(const State& state, const Film& film, MapMethod method, int class_index) {
  std::vector<std::vector<float>> most;
  std::optional<std::size_t> wanted;
  for (const ExplainedMethod& maps : film.explained) {
    if (maps.member != state.explain.member || maps.status != MapsStatus::made) continue;
    if (maps.maps.method == method) wanted = most.size();
    most.push_back(sides_of(maps.maps.method, state.explain.look) == MapSides::both
                       ? maps.most_of_both
                       : maps.most_in_favor);
  }
  if (!wanted) return 0.0F;
  const auto units = map_units(std::move(most), state.explain.look.scale);
  const auto at = static_cast<std::size_t>(class_index);
  return at < units[*wanted].size() ? units[*wanted][at] : 0.0F;
}

std::string short_words(const State& state, const Film& film, MapMethod method, int class_index) {
  const FloatImage* map = made_map(state, film, method, class_index);
  if (map == nullptr) return {};
  if (map_content(*map) == MapContent::flat) return "flat";
  if (!is_drawn(*map, sides_of(method, state.explain.look))) return "nothing";
  const auto& sums = find_maps(state, film, method)->sums;
  if (sums.empty()) {
    return fmt::format("up to {}",
                       format_figure(most_of(*map, sides_of(method, state.explain.look))));
  }
  const EvidenceSum& sum = sums[static_cast<std::size_t>(class_index)];
  return fmt::format("{:.2f} of {:.2f}", sum.evidence, sum.logit);
}

std::vector<std::string> map_sentences(const State& state, const Film& film, MapMethod method,
                                       int class_index) {
  const FloatImage* map = made_map(state, film, method, class_index);
  if (map == nullptr) return {};
  const ExplainedMethod& maps = *find_maps(state, film, method);
  const auto at = static_cast<std::size_t>(class_index);
  const EvidenceSum* sum = at < maps.sums.size() ? &maps.sums[at] : nullptr;
  const std::string place = at < maps.places.size() ? maps.places[at] : "";
  auto sentences = map_phrases(*map, sum, place, sides_of(method, state.explain.look));
  for (std::string& said : sentences) said = sentence(said);
  return sentences;
}

}  // namespace chestlens::viewer
