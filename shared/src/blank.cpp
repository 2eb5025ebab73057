#include <chestlens/blank.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <vector>

namespace chestlens {
namespace {

constexpr double odd_share = 0.001;  // of the pixels, at either end of the levels
constexpr int few_levels_of_nothing = 8;
constexpr double range_of_nothing = 0.02;

struct LevelRange {
  int low = 0;
  int high = 0;
  int different = 0;
};

/// The levels without the darkest and the brightest share.
LevelRange usual_levels(const GreyImage& film) {
  std::vector<std::size_t> counts(std::size_t{film.max_level} + 1);
  for (const std::uint16_t level : film.pixels) ++counts[level];
  const auto odd = static_cast<std::size_t>(odd_share * static_cast<double>(film.pixels.size()));
  LevelRange range{-1, -1, 0};
  std::size_t below = 0;
  for (std::size_t level = 0; level < counts.size(); ++level) {
    const std::size_t before = below;
    below += counts[level];
    const bool is_usual = counts[level] > 0 && below > odd && before < film.pixels.size() - odd;
    if (!is_usual) continue;
    if (range.low < 0) range.low = static_cast<int>(level);
    range.high = static_cast<int>(level);
    ++range.different;
  }
  return range;
}

}  // namespace

Status check_not_blank(const GreyImage& film) {
  const LevelRange usual = usual_levels(film);
  const bool is_flat = usual.high - usual.low <= range_of_nothing * film.max_level;
  if (!is_flat || usual.different > few_levels_of_nothing) return {};
  return fail(ErrorCode::not_an_image,
              usual.low == usual.high
                  ? fmt::format("the film is blank: all of it has grey level {}", usual.low)
                  : fmt::format("the film is blank: its grey levels are {} to {} of {}", usual.low,
                                usual.high, film.max_level));
}

}  // namespace chestlens
