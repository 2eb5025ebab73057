#include "curation/side_differences.hpp"
#include "io/markdown.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

namespace chestlens {

std::string sides_text(std::span<const SideDifference> sides, const Manifest& manifest) {
  if (sides.empty()) return {};
  std::vector<TextRow> rows;
  bool is_told = false;
  for (const SideDifference& side : sides) {
    is_told = is_told || side.is_told();
    rows.push_back(
        {manifest.classes[static_cast<std::size_t>(side.class_index)] + ", " +
             (side.source.empty() ? "not stated" : side.source),
         std::string(film_trait_names[side.trait]),
         fmt::format("{:.3g} ({} films)", side.training_median, side.training_films),
         fmt::format("{:.3g} ({} films)", side.test_median, side.test_films),
         fmt::format("{} % ({} to {})", percent(side.area.area), percent(side.area.interval.low),
                     percent(side.area.interval.high))});
  }
  return "\n## Training and test films of one class and source\n\n" +
         markdown_table({"class, source", "differ most in", "median, training", "median, test",
                         "a test film has more"},
                        rows) +
         "\nROC areas with 95 % intervals by patient, of four traits the one farthest from 50 %, "
         "where "
         "films are alike.\n" +
         (is_told
              ? "Where the interval leaves 50 % out the split parts films that differ: validation "
                "films, which are drawn\nfrom the training side, do not foretell how they are "
                "read.\n"
              : "");
}

}  // namespace chestlens
