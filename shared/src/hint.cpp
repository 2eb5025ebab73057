#include <chestlens/hint.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace chestlens {
namespace {

/// The film's different grey levels, no more than `most` of them.
int count_levels(const GreyImage& film, int most) {
  std::vector<std::uint16_t> levels;
  for (const std::uint16_t level : film.pixels) {
    if (std::ranges::find(levels, level) != levels.end()) continue;
    if (static_cast<int>(levels.size()) == most) return most;
    levels.push_back(level);
  }
  return static_cast<int>(levels.size());
}

void add_surprise(std::vector<Hint>& hints, Surprise surprise) {
  switch (surprise) {
    case Surprise::turned_left:
      hints.push_back({"Turned to the right, it would be like the training films.",
                       "Turn it to the right",
                       {.quarter_turns = 1}});
      return;
    case Surprise::upside_down:
      hints.push_back({"Turned by half, it would be like the training films.",
                       "Turn it by half",
                       {.quarter_turns = 2}});
      return;
    case Surprise::turned_right:
      hints.push_back({"Turned to the left, it would be like the training films.",
                       "Turn it to the left",
                       {.quarter_turns = 3}});
      return;
    case Surprise::negative:
      hints.push_back({"Its negative would be like the training films.",
                       "Make it negative",
                       {.negative = true}});
      return;
    case Surprise::none:
    case Surprise::no_xray:
    case Surprise::other_view_or_age:
      return;
  }
}

}  // namespace

std::vector<Hint> hints_for(const DecodedFilm& film, const Trust& trust) {
  std::vector<Hint> hints;
  add_surprise(hints, trust.surprise);
  const int levels = count_levels(film.image, few_levels + 1);
  if (levels <= few_levels) {
    hints.push_back(
        {fmt::format("It has {}: a drawing or a scan for print, not a film as it was taken.",
                     levels == 1 ? "one grey level" : fmt::format("{} grey levels", levels)),
         "Choose another file",
         {}});
  }
  if (film.colored_share > much_color) {
    hints.push_back(
        {"It is a color picture: a photograph, or a film that was photographed or tinted. "
         "Only its brightness is looked at.",
         "Choose another file",
         {}});
  }
  return hints;
}

}  // namespace chestlens
