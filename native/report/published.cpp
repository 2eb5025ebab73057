#include "report/published.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace chestlens {
namespace {

constexpr std::array<const char*, 4> published_classes{"normal", "bacterial", "viral", "covid19"};
constexpr std::int64_t covid_net_counts[4][4] = {
    {173, 11, 50, 0}, {5, 229, 10, 2}, {4, 23, 122, 0}, {0, 0, 0, 8}};

}  // namespace

std::vector<PublishedScore> published_scores(const std::vector<std::string>& classes) {
  if (!std::ranges::is_permutation(classes, published_classes)) return {};
  const auto place = [&](const char* name) {
    return static_cast<std::size_t>(std::ranges::find(classes, name) - classes.begin());
  };
  ConfusionMatrix matrix{4, std::vector<std::int64_t>(16)};
  for (std::size_t truth = 0; truth < 4; ++truth) {
    for (std::size_t predicted = 0; predicted < 4; ++predicted) {
      matrix.counts[place(published_classes[truth]) * 4 + place(published_classes[predicted])] =
          covid_net_counts[truth][predicted];
    }
  }
  return {{"COVID-Net, as published",
           "637 other films (Wang & Wong 2020, first version), on which nothing here was measured",
           116.6e6, 2.26e9, std::move(matrix)}};
}

}  // namespace chestlens
