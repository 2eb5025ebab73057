#include "learn/recipe_split.hpp"

namespace chestlens {

Result<Split> recipe_split(const Manifest& manifest, const DataRecipe& data) {
  return make_split(manifest, {.validation_fraction = data.validation_fraction,
                               .seed = data.seed,
                               .blocks = data.validation_blocks,
                               .folds = data.folds,
                               .fold = data.fold});
}

}  // namespace chestlens
