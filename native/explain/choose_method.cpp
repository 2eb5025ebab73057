#include "explain/benchmark.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace chestlens {
namespace {

/// What the choice looks at, each the higher the better.
std::array<double, 5> merits_of(const BenchmarkRow& row) {
  const auto value = [&](MapFigure figure) {
    return row.figures[static_cast<std::size_t>(figure)].value;
  };
  return {value(MapFigure::pointing), value(MapFigure::energy), value(MapFigure::overlap),
          value(MapFigure::road), value(MapFigure::insertion) - value(MapFigure::deletion)};
}

}  // namespace

BenchmarkChoice choose_method(const std::vector<ModelBenchmark>& models, MapCost most) {
  struct Ranks {
    double sum = 0.0, count = 0.0;
  };
  std::map<MapMethod, Ranks> ranks;
  for (const ModelBenchmark& model : models) {
    std::vector<std::pair<MapMethod, std::array<double, 5>>> contestants;
    for (const BenchmarkRow& row : model.rows) {
      const auto method = row.is_reference ? Result<MapMethod>(fail(ErrorCode::not_found, ""))
                                           : parse_map_method(row.name);
      if (!method || map_method_info(*method).cost > most) continue;
      contestants.emplace_back(*method, merits_of(row));
    }
    for (const auto& [method, merits] : contestants) {
      for (std::size_t i = 0; i < merits.size(); ++i) {
        double rank = 1.0;  // equal ones share the mean of their ranks
        for (const auto& [other, others] : contestants) {
          if (others[i] > merits[i]) rank += 1.0;
          if (other != method && others[i] == merits[i]) rank += 0.5;
        }
        ranks[method].sum += rank;
        ranks[method].count += 1.0;
      }
    }
  }
  BenchmarkChoice choice;
  for (const auto& [method, of_method] : ranks) {
    choice.mean_ranks.emplace_back(method, of_method.sum / of_method.count);
  }
  std::ranges::stable_sort(choice.mean_ranks, {}, [](const auto& entry) { return entry.second; });
  if (!choice.mean_ranks.empty()) choice.method = choice.mean_ranks.front().first;
  return choice;
}

}  // namespace chestlens
