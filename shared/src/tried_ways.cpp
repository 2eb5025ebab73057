#include <chestlens/tried_ways.hpp>
#include <chestlens/turn.hpp>

#include <fmt/format.h>

#include <array>

namespace chestlens {
namespace {

/// In the order of tried_ways().
constexpr std::array scores_of_ways{&TriedScores::turned_right, &TriedScores::turned_half,
                                    &TriedScores::turned_left, &TriedScores::negative};

}  // namespace

std::vector<FloatImage> tried_ways(const FloatImage& film) {
  return {turned(film, Turn::quarter_right), turned(film, Turn::half),
          turned(film, Turn::quarter_left), negative_of(film)};
}

Result<Surprise> surprise_of(const Trust& trust, const TrustModel& model, FeaturesOfWays ways) {
  if (ways.size() != scores_of_ways.size()) {
    return fail(ErrorCode::mismatch, fmt::format("{} ways of a film where {} are tried",
                                                 ways.size(), scores_of_ways.size()));
  }
  TriedScores tried;
  for (std::size_t way = 0; way < ways.size(); ++way) {
    CHESTLENS_TRY(const auto found, assess_trust(model, ways[way]));
    tried.*scores_of_ways[way] = found.score;
  }
  return nearest_surprise(trust, tried, model);
}

}  // namespace chestlens
