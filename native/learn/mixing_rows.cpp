#include "learn/mixing_rows.hpp"

#include "data/random.hpp"
#include "learn/cutmix.hpp"
#include "learn/mixup.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <set>
#include <utility>

namespace chestlens {
namespace {

/// "71 % normal", "29 % covid19".
std::vector<std::string> shares_in_words(const Dataset& films, const MixupDraw& pairs,
                                         const std::vector<std::string>& classes, std::int64_t i) {
  const auto class_of = [&](std::int64_t film) {
    return classes[static_cast<std::size_t>(films.labels[film].item<std::int64_t>())];
  };
  const auto own = std::lround(100.0 * pairs.share[i].item<double>());
  std::vector<std::string> words = {fmt::format("{} % {}", own, class_of(i))};
  if (own < 100) {
    words.push_back(
        fmt::format("{} % {}", 100 - own, class_of(pairs.partner[i].item<std::int64_t>())));
  }
  return words;
}

SheetRow mixing_row(const std::string& title, const torch::Tensor& mixed, const MixupDraw& pairs,
                    const Dataset& films, const std::vector<std::string>& classes) {
  SheetRow row{title, {}};
  for (std::int64_t i = 0; i < mixed.size(0); ++i) {
    row.cells.push_back({mixed[i][0], shares_in_words(films, pairs, classes, i)});
  }
  return row;
}

}  // namespace

std::vector<SheetRow> mixing_rows(const Recipe& recipe, const Dataset& films,
                                  const std::vector<std::string>& classes, std::uint64_t seed) {
  std::set<double> mixup_alphas, cutmix_alphas;
  for (const Stage& stage : recipe.stages) {
    if (stage.mixup_alpha > 0.0) mixup_alphas.insert(stage.mixup_alpha);
    if (stage.cutmix_alpha > 0.0) cutmix_alphas.insert(stage.cutmix_alpha);
  }
  std::vector<SheetRow> rows;
  std::uint64_t number = 0;
  for (const double alpha : mixup_alphas) {
    const auto pairs = draw_mixup(alpha, films.images.size(0), derive_seed(seed, {++number}));
    rows.push_back(mixing_row(fmt::format("mixup_alpha = {:g}", alpha), mix(films.images, pairs),
                              pairs, films, classes));
  }
  for (const double alpha : cutmix_alphas) {
    const auto draw = draw_cutmix(alpha, films.images.sizes(), derive_seed(seed, {++number}));
    rows.push_back(mixing_row(fmt::format("cutmix_alpha = {:g}", alpha), paste(films.images, draw),
                              draw.pairs, films, classes));
  }
  return rows;
}

}  // namespace chestlens
