#include "trust_methods.hpp"

#include "support/must.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace chestlens::bench {
namespace {

/// `count` pictures around the middle of each of two classes, `away` from both at every depth.
Features pictures(std::size_t count, float away, unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal;
  Features features;
  for (Rows& rows : features.depths) rows.width = 12;
  features.logits.width = 2;
  for (std::size_t i = 0; i < count; ++i) {
    const float side = i % 2 == 0 ? 3.0F : -3.0F;
    for (Rows& rows : features.depths) {
      for (std::size_t k = 0; k < rows.width; ++k) {
        const float middle = k == 0 ? side : (k >= 6 ? away : 2.0F);
        rows.values.push_back(middle + normal(engine));
      }
    }
    const float read = features.depths.back().values[i * 12];
    features.logits.values.insert(features.logits.values.end(), {read, -read});
  }
  return features;
}

std::vector<int> alternating(std::size_t count) {
  std::vector<int> classes(count);
  for (std::size_t i = 0; i < count; ++i) classes[i] = static_cast<int>(i % 2);
  return classes;
}

double share_above(const Method& method, const Features& features, double limit) {
  const auto scores = method.scores(features);
  const auto above = std::ranges::count_if(scores, [&](double score) { return score > limit; });
  return static_cast<double>(above) / static_cast<double>(scores.size());
}

// Whatever is read of a picture's features tells one far away where the classifier does not look;
// its logits alone do not.
TEST(TrustMethods, TellWhatIsFarAwayByFeaturesNotByLogits) {
  constexpr std::size_t films = 400;
  const FittingFilms fitting{pictures(films, 0.0F, 1), alternating(films),
                             std::vector<int>(films, 0), pictures(films, 0.0F, 2),
                             pictures(60, 1.0F, 3)};
  const auto methods = test::must(fit_methods(fitting, 1));
  ASSERT_EQ(methods.size(), 10U);
  for (const Method& method : methods) {
    const double limit = limit_of(method.scores(fitting.validation));
    EXPECT_NEAR(share_above(method, pictures(films, 0.0F, 4), limit), 0.05, 0.045) << method.name;
    const double far = share_above(method, pictures(films, -6.0F, 5), limit);
    if (method.name == "softmax" || method.name == "energy") {
      EXPECT_LT(far, 0.12) << method.name;
    } else {
      EXPECT_GT(far, 0.9) << method.name;
    }
  }
}

}  // namespace
}  // namespace chestlens::bench
