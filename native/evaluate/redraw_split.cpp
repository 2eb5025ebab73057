#include "evaluate/redraw_split.hpp"

#include "learn/recipe_split.hpp"
#include "recipe/recipe.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

/// Films by source and licence.
std::map<std::pair<std::string, std::string>, std::int64_t> films_by_source(
    const std::vector<DataSource>& sources) {
  std::map<std::pair<std::string, std::string>, std::int64_t> films;
  for (const DataSource& source : sources) films[{source.name, source.licence}] += source.films;
  return films;
}

std::int64_t films_of_all(const std::vector<DataSource>& sources) {
  std::int64_t films = 0;
  for (const DataSource& source : sources) films += source.films;
  return films;
}

}  // namespace

Result<Split> redraw_split(const Card& card, const Manifest& manifest, const Reporter& reporter) {
  CHESTLENS_TRY(const auto recipe,
                with_context(parse_recipe(card.recipe, "the recipe in its card"), card.name));
  report_notices(recipe, reporter);
  std::vector<DataSource> here;
  auto split = recipe_split(manifest, recipe.data);
  if (split) {
    std::vector<std::size_t> seen = split->train;
    seen.insert(seen.end(), split->validation.begin(), split->validation.end());
    here = data_sources(manifest, seen);
    if (films_by_source(here) == films_by_source(card.training_data)) return split;
  }
  return fail(
      ErrorCode::mismatch,
      fmt::format("does not say which films it was trained on, and these are not those of its "
                  "card ({} films of {} sources there, {} of {} here): films that trained it could "
                  "be scored as validation. Give the whole folder that it was trained on, or "
                  "export its run again; --split test and --split all score other films",
                  films_of_all(card.training_data), card.training_data.size(), films_of_all(here),
                  here.size()),
      card.name);
}

}  // namespace chestlens
